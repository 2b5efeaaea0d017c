// Reads e-books in foliate-js: `node reader.mjs JOBS.json`, where jobs are {chromium, books}, and a book is
// {name, epub, scenes, expected, screenshots, patience, isSpoiled}; patience is how many milliseconds to wait for what
// should come, and of a spoiled book the first thing wrong is enough.
// Prints what was wrong, as {book: {scene: [words]}}, and leaves a picture of it in the folder for screenshots.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import * as scenes from './scenes.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))
const FOLIATE = dirname(createRequire(import.meta.url).resolve('foliate-js/view.js'))
const TYPES = { '.js': 'text/javascript', '.html': 'text/html', '.epub': 'application/epub+zip' }
const SCREEN = { width: 360, height: 740 }

const jobs = JSON.parse(await readFile(process.argv[2], 'utf8'))

const fileOf = path => {
    if (path === '/') return join(HERE, 'page.html')
    if (path.startsWith('/foliate/')) return join(FOLIATE, normalize(path.slice('/foliate'.length)))
    return jobs.books.find(book => path === `/${book.name}.epub`)?.epub ?? ''
}

const server = createServer(async (request, response) => {
    const file = fileOf(new URL(request.url, 'http://localhost').pathname)
    try {
        const content = await readFile(file)
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content)
    } catch {
        response.writeHead(404).end()
    }
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const address = `http://127.0.0.1:${server.address().port}/`

const browser = await chromium.launch({ executablePath: jobs.chromium, args: ['--no-sandbox'] })

class Enough extends Error {}

const play = async (page, book, scene) => {
    const faults = []
    const tell = async words => {
        const picture = join(book.screenshots, `${book.name}-${scene}-${faults.length + 1}.png`)
        // Of a hundred faults of one kind the first few tell enough.
        if (faults.length < 3) await page.screenshot({ path: picture })
        faults.push(faults.length < 3 ? `${words} (see ${picture})` : words)
    }
    const fault = async words => {
        await tell(words)
        if (book.isSpoiled) throw new Enough()
    }
    try {
        await scenes[scene](page, book.expected, fault)
    } catch (error) {
        if (!(error instanceof Enough)) await tell(`it broke off: ${error.message}`)
    }
    return faults
}

const wrong = {}
for (const book of jobs.books) {
    wrong[book.name] = {}
    for (const scene of book.scenes) {
        const page = await browser.newPage({ viewport: SCREEN, colorScheme: scene === 'dark' ? 'dark' : 'light' })
        const said = []
        page.on('pageerror', error => said.push(error.message))
        await page.goto(address)
        await page.waitForFunction(() => globalThis.reader?.isReady)
        await page.evaluate(name => globalThis.reader.open(`/${name}.epub`), book.name)
        page.setDefaultTimeout(book.patience)
        wrong[book.name][scene] = [...await play(page, book, scene), ...said]
        await page.close()
    }
}
await browser.close()
server.close()
console.log(JSON.stringify(wrong))
