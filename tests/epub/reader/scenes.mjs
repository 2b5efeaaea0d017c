// What a reader does with the book. Each scene is given the page that foliate-js runs in, what is expected of the
// book, and a function to be told what is wrong. The page's own patience, set by the caller, is how long a scene waits.

const goTo = (page, href) => page.evaluate(href => globalThis.reader.view.goTo(href), href)

const waitUntilShown = (page, [file, id]) => page
    .waitForFunction(([file, id]) => globalThis.reader.shows(file, id), [file, id])
    .then(() => true, () => false)

const waitForPopup = page => page
    .waitForFunction(() => globalThis.reader.popup && globalThis.reader.popupDocument()?.body, null)
    .then(() => true, () => false)

const readPopup = page => page.evaluate(() => {
    const { body, defaultView } = globalThis.reader.popupDocument()
    return { text: body.textContent, indent: defaultView.getComputedStyle(body.querySelector('p')).textIndent }
})

const closePopup = page => page.evaluate(() => globalThis.reader.closePopup())

// foliate-js scrolls to what has the focus in the frame after, and no finger is quicker than that.
const nextFrame = page => page.evaluate(() => new Promise(resolve =>
    requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** Presses the pointer on the middle of what a selector finds in the text, or in the pop-up, as a finger would. */
const click = async (page, selector, where = 'document') => {
    const point = await page.evaluate(([selector, where]) => {
        const document = globalThis.reader[where]()
        const element = document.querySelector(selector)
        const frame = document.defaultView.frameElement.getBoundingClientRect()
        const box = element.getClientRects()[0]
        return [frame.left + box.left + box.width / 2, frame.top + box.top + box.height / 2]
    }, [selector, where])
    await page.mouse.move(...point)
    await page.mouse.down()
    await nextFrame(page)
    await page.mouse.up()
}

const letters = text => text.replace(/[\s\u200b\u00ad\u2060]+/g, '')

export const opening = async (page, expected, fault) => {
    const seen = await page.evaluate(() => {
        const lines = list => (list ?? []).map(({ label, href, subitems }) => [label, href, lines(subitems)])
        const { metadata, toc, landmarks, pageList } = globalThis.reader.view.book
        return {
            title: metadata.title,
            contents: lines(toc),
            landmarks: (landmarks ?? []).map(({ type, href }) => [type.join(' '), href]),
            pages: (pageList ?? []).map(({ label }) => label),
        }
    })
    for (const part of ['title', 'contents', 'landmarks', 'pages'])
        if (JSON.stringify(seen[part]) !== JSON.stringify(expected[part]))
            await fault(`${part}: ${JSON.stringify(seen[part])}, not ${JSON.stringify(expected[part])}`)
    const hrefs = [...expected.contents.flatMap(([, href, under]) => [href, ...under.map(([, href]) => href)]),
        ...expected.landmarks.map(([, href]) => href)]
    for (const href of hrefs) {
        await goTo(page, href)
        const at = await page.evaluate(() => globalThis.reader.file())
        if (at !== href.split('#')[0]) await fault(`${href} leads to ${at}`)
    }
}

export const pages = async (page, expected, fault) => {
    let exact = 0
    for (const label of expected.pages) {
        const seen = await page.evaluate(async label => {
            const { reader } = globalThis
            const line = reader.view.book.pageList?.find(each => each.label === label)
            if (!line) return { fault: 'is not in the list of pages' }
            await reader.view.goTo(line.href)
            const document = reader.document(), mark = document.getElementById(line.href.split('#')[1])
            if (mark?.getAttribute('aria-label') !== label) return { fault: 'leads to no break of that page' }
            if (!reader.isShown(mark)) return { fault: 'has its break off the screen' }
            const letter = reader.letterAfter(mark)
            if (letter && !reader.isShown(letter)) return { fault: 'has its first word on another screen' }
            const breaks = [...document.querySelectorAll('[role=doc-pagebreak]')].filter(reader.isShown)
            return { last: breaks.at(-1).getAttribute('aria-label'), said: reader.view.lastLocation.pageItem?.label }
        }, label)
        if (seen.fault) await fault(`page ${label} ${seen.fault}`)
        else if (seen.said !== seen.last) await fault(`at page ${label} the reader says page ${seen.said}`)
        else exact += seen.said === label
    }
    // Short pages share a screen, which has the label of the last of them.
    if (exact < expected.pages.length / 2) await fault(`the reader names ${exact} of ${expected.pages.length} pages`)
}

export const notes = async (page, expected, fault) => {
    for (const { file, number, text } of expected.notes.filter((_, index) => index % 10 === 0)) {
        await goTo(page, `${file}#mark-${number}`)
        const name = `note ${number} of ${file}`
        if (!await waitUntilShown(page, [file, `mark-${number}`])) {
            await fault(`the mark of ${name} is not shown`)
            continue
        }
        await click(page, `#mark-${number}`)
        if (!await waitForPopup(page)) {
            await fault(`${name} does not pop up`)
            continue
        }
        // The arrows lead on to the source index.
        const { text: words, indent } = await readPopup(page)
        const said = letters(words).replaceAll('→', '')
        if (said !== letters(`${number}${text}`)) await fault(`${name} says '${said}', not '${text}'`)
        if (indent !== '0px') await fault(`${name} is indented`)
        await goTo(page, `${file}#note-${number}`)
        await click(page, '[role=doc-backlink]', 'popupDocument')
        if (!await waitUntilShown(page, [file, `mark-${number}`])) await fault(`no way back from the pop-up of ${name}`)
        await closePopup(page)
        await goTo(page, `${file}#note-${number}`)
        await click(page, `#note-${number} [role=doc-backlink]`)
        if (!await waitUntilShown(page, [file, `mark-${number}`])) await fault(`no way back from ${name}`)
    }
}

export const references = async (page, expected, fault) => {
    for (const { file, link, target } of expected.references) {
        await goTo(page, file)
        const id = await page.evaluate(link => {
            const element = globalThis.reader.document().querySelector(link)
            if (!element) return null
            element.id ||= 'the-link'
            return element.id
        }, link)
        if (!id) {
            await fault(`${file} has no link ${link}`)
            continue
        }
        await page.evaluate(id => {
            const { renderer } = globalThis.reader.view
            return renderer.scrollToAnchor(globalThis.reader.document().getElementById(id))
        }, id)
        await click(page, link)
        const [there, at] = target.split('#')
        const isThere = await page.waitForFunction(
            ([file, id]) => globalThis.reader.file() === file && (!id || globalThis.reader.shows(file, id)),
            [there, at]).then(() => true, () => false)
        const popsUp = await page.evaluate(() => Boolean(globalThis.reader.popup))
        if (popsUp || !isThere) await fault(`${link} of ${file} ${popsUp ? 'pops up' : `does not lead to ${target}`}`)
        await closePopup(page)
    }
}

const everySection = async (page, visit) => {
    const count = await page.evaluate(() => globalThis.reader.view.book.sections.length)
    for (let index = 0; index < count; index++) {
        await goTo(page, index)
        await page.evaluate(() => globalThis.reader.document().fonts.ready)
        await visit(await page.evaluate(() => globalThis.reader.file()))
    }
}

export const dark = async (page, _, fault) => {
    await everySection(page, async file => {
        const { found, inverted, canvas } = await page.evaluate(() => globalThis.reader.contrasts())
        if (canvas > 0.1) await fault(`${file} stays light in the dark`)
        if (inverted) await fault(`${file} inverts ${inverted} pictures`)
        const pale = found.filter(({ ratio }) => ratio < 7)
        if (pale.length) await fault(`${file} has words that cannot be read: ${JSON.stringify(pale.slice(0, 3))}`)
    })
}

export const narrow = async (page, _, fault) => {
    for (const flow of ['scrolled', 'paginated']) {
        await page.evaluate(flow => globalThis.reader.view.renderer.setAttribute('flow', flow), flow)
        await everySection(page, async file => {
            const found = await page.evaluate(() => globalThis.reader.tooWide())
            if (found.length) await fault(`${file}, ${flow}, is too wide: ${JSON.stringify(found.slice(0, 5))}`)
        })
    }
}

/** Goes on with the Tab key until what has the focus fits a selector, and answers whether the focus can be seen. */
const tabTo = async (page, selector, where = 'document') => {
    for (let pressed = 0; pressed < 40; pressed++) {
        await page.keyboard.press('Tab')
        await nextFrame(page)
        const seen = await page.evaluate(([selector, where]) => {
            const document = globalThis.reader[where](), element = document.activeElement
            const { outlineStyle, outlineWidth } = document.defaultView.getComputedStyle(element)
            return { fits: element.matches(selector), visible: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 }
        }, [selector, where])
        if (seen.fits) return seen.visible ? '' : 'has no visible focus'
    }
    return 'is not reached by Tab'
}

export const keyboard = async (page, expected, fault) => {
    const { file } = expected.notes.findLast(({ number }) => number === 2)
    const focus = where => page.evaluate(where => globalThis.reader[where]().defaultView.focus(), where)
    await goTo(page, file)
    await focus('document')
    const mark = await tabTo(page, '[role=doc-noteref]')
    if (mark) await fault(`the first mark ${mark}`)
    await page.keyboard.press('Enter')
    if (!await waitForPopup(page)) return fault('Enter on a mark opens no note')
    await focus('popupDocument')
    const back = await tabTo(page, '[role=doc-backlink]', 'popupDocument')
    if (back) await fault(`the way back in the pop-up ${back}`)
    await page.keyboard.press('Enter')
    if (!await waitUntilShown(page, [file, 'mark-1'])) await fault('Enter on the way back leads to no mark')
    await closePopup(page)
    await goTo(page, `${file}#note-2`)
    await focus('document')
    const inPlace = await tabTo(page, '#note-2 [role=doc-backlink]')
    if (inPlace) await fault(`the way back of the second note ${inPlace}`)
    await page.keyboard.press('Enter')
    if (!await waitUntilShown(page, [file, 'mark-2'])) await fault('Enter on the second way back leads to no mark')
}
