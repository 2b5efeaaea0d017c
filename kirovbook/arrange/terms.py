"""What the parts that the program makes itself are called, in the language of the book."""

from __future__ import annotations

from dataclasses import replace

from kirovbook.model.numerals import roman
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that no author writes: headings of made parts, and labels beside a source."""

    cover: str = "Cover"
    title_page: str = "Title page"
    imprint: str = "Imprint"
    contents: str = "Contents"
    list_of_sources: str = "List of Sources"
    sources: str = "The Sources"
    source_index: str = "Source Index"
    names_index: str = "Index of Names"
    general_index: str = "Index"
    see: str = "See"
    see_also: str = "See also"
    notes: str = "Notes"
    note: str = "Note"
    back_to_text: str = "Back to the text"
    provenance: str = "From"
    questions: str = "Questions"
    marks: str = "marks"
    mark: str = "mark"
    read_with: str = "Read with"
    neighbours: str = "Sources before and after"
    previous: str = "Previous: {source}"
    following: str = "Next: {source}"
    landmarks: str = "Landmarks"
    list_of_pages: str = "Pages of the printed book"
    pages: str = "Pages"
    page_short: str = "p."
    primary: str = "Primary sources"
    secondary: str = "Other works"
    source_many: str = "Sources"
    index_note: str = "Each work stands here once. Figures are pages and notes; bold figures are sources."
    index_note_epub: str = "Each work stands here once, with links to the notes that cite it and to the sources."
    note_short: str = "n."
    chapter_short: str = "ch."
    part: str = "Part"
    part_short: str = "part"
    parts_in_words: tuple[str, ...] = ()
    draft: str = "Draft"
    cover_text: str = "Cover: {title}"
    retold_from: str = "Retold from"
    published_by: str = "Published by"
    name: str = "Name"
    date: str = "Date"
    summary: str = "This book has page titles, a table of contents, linked notes and described pictures."
    begin: str = "Start of the text"
    edited_by: str = "Edited by"
    translated_by: str = "Translated by"
    acknowledgements: str = "Acknowledgements"
    permissions: str = "Permissions"
    by_permission: str = "Printed by permission"
    under_licence: str = "Printed under a licence"
    quoted: str = "Quoted for comment and criticism"
    in_public_domain: str = "In the public domain"
    in_own_words: str = "In the editors’ own words"
    rights_unknown: str = "Holders of rights not found"
    permission_of: str = "By permission of {holder}."
    rights_of: str = "Rights: {holder}."
    licence: str = "Licence: {basis}."
    every_effort: str = (
        "Every effort has been made to find the holders of rights in the passages printed here. If any have been "
        "overlooked, the publisher will be glad to hear of it and to put it right in the next edition."
    )

    def called_part(self, number: int) -> str:
        """Give what stands over the title of a part: "Part II"; in French, which counts in words, "Deuxième partie"."""
        if number <= len(self.parts_in_words):
            return self.parts_in_words[number - 1]
        return f"{self.part}\N{NO-BREAK SPACE}{roman(number).upper()}"


GERMAN = Terms(
    cover="Umschlag", title_page="Titelseite", imprint="Impressum", contents="Inhalt",
    list_of_sources="Verzeichnis der Quellen", sources="Die Quellen", source_index="Quellenregister",
    names_index="Personenregister", general_index="Register", see="Siehe", see_also="Siehe auch",
    notes="Anmerkungen", note="Anmerkung", back_to_text="Zurück zum Text", provenance="Aus",
    questions="Fragen", marks="Punkte", mark="Punkt", read_with="Zu lesen mit",
    neighbours="Quellen davor und danach", previous="Zuvor: {source}", following="Danach: {source}",
    landmarks="Orientierungspunkte",
    list_of_pages="Seiten des gedruckten Buches",
    pages="Seiten", page_short="S.", primary="Quellen", secondary="Weitere Werke", source_many="Quellen",
    index_note="Jedes Werk steht hier einmal. Ziffern sind Seiten und Anmerkungen, fette Ziffern Quellen.",
    index_note_epub="Jedes Werk steht hier einmal, mit Verweisen auf die Anmerkungen und Quellen.",
    note_short="Anm.", chapter_short="Kap.", part="Teil", part_short="Teil", draft="Entwurf",
    cover_text="Umschlag: {title}", retold_from="Nacherzählt nach", published_by="Verlag",
    name="Name", date="Datum",
    summary="Dieses Buch hat Seitentitel, ein Inhaltsverzeichnis, verknüpfte Anmerkungen und beschriebene Bilder.",
    begin="Beginn des Textes", edited_by="Herausgegeben von", translated_by="Übersetzt von",
    acknowledgements="Danksagung", permissions="Rechtenachweise", by_permission="Abdruck mit Genehmigung",
    under_licence="Abdruck unter einer Lizenz", quoted="Zitiert zur Erläuterung und Kritik",
    in_public_domain="Gemeinfrei", in_own_words="In den Worten der Herausgeber",
    rights_unknown="Rechteinhaber nicht ermittelt", permission_of="Mit Genehmigung von {holder}.",
    rights_of="Rechte: {holder}.", licence="Lizenz: {basis}.",
    every_effort="Der Verlag hat sich bemüht, die Inhaber der Rechte an den abgedruckten Texten zu ermitteln. Wer "
    "übersehen wurde, möge sich melden; die nächste Auflage wird es berichtigen.",
)

FRENCH = Terms(
    cover="Couverture", title_page="Page de titre", imprint="Mentions légales", contents="Table des matières",
    list_of_sources="Liste des sources", sources="Les sources", source_index="Index des sources",
    names_index="Index des noms", general_index="Index", see="Voir", see_also="Voir aussi",
    notes="Notes", note="Note", back_to_text="Retour au texte", provenance="Tiré de",
    questions="Questions", marks="points", mark="point", read_with="À lire avec",
    neighbours="Sources avant et après", previous="Avant\N{NO-BREAK SPACE}: {source}",
    following="Après\N{NO-BREAK SPACE}: {source}", landmarks="Repères",
    list_of_pages="Pages du livre imprimé",
    pages="Pages", primary="Sources", secondary="Autres ouvrages", source_many="Sources",
    index_note="Chaque ouvrage figure une fois. Chiffres : pages et notes ; chiffres gras : sources.",
    index_note_epub="Chaque ouvrage figure une fois, avec des liens vers les notes et les sources.",
    note_short="n.", chapter_short="chap.", part="Partie", part_short="partie",
    parts_in_words=(
        "Première partie", "Deuxième partie", "Troisième partie", "Quatrième partie", "Cinquième partie",
        "Sixième partie", "Septième partie", "Huitième partie", "Neuvième partie", "Dixième partie",
    ),
    draft="Brouillon",
    cover_text="Couverture : {title}", retold_from="Résumé d’après", published_by="Éditeur",
    name="Nom", date="Date",
    summary="Ce livre a des titres de page, une table des matières, des notes liées et des images décrites.",
    begin="Début du texte", edited_by="Sous la direction de", translated_by="Traduit par",
    acknowledgements="Remerciements", permissions="Crédits", by_permission="Reproduit avec autorisation",
    under_licence="Reproduit sous licence", quoted="Cité pour le commentaire et la critique",
    in_public_domain="Domaine public", in_own_words="Dans les mots des éditeurs",
    rights_unknown="Ayants droit non identifiés", permission_of="Avec l’autorisation de {holder}.",
    rights_of="Droits : {holder}.", licence="Licence : {basis}.",
    every_effort="Tout a été fait pour retrouver les ayants droit des textes reproduits ici. Ceux qui auraient été "
    "oubliés sont priés de se faire connaître ; la prochaine édition réparera l’omission.",
)

RUSSIAN = Terms(
    cover="Обложка", title_page="Титульный лист", imprint="Выходные данные", contents="Содержание",
    list_of_sources="Список источников", sources="Источники", source_index="Указатель источников",
    names_index="Указатель имён", general_index="Указатель", see="См.", see_also="См. также",
    notes="Примечания", note="Примечание", back_to_text="Назад к тексту", provenance="Из",
    questions="Вопросы", marks="баллов", mark="балл", read_with="Читать вместе с",
    neighbours="Соседние источники", previous="Раньше: {source}", following="Дальше: {source}", landmarks="Ориентиры",
    list_of_pages="Страницы печатной книги",
    pages="Страницы", page_short="с.", primary="Источники", secondary="Другие труды", source_many="Источники",
    index_note="Каждый труд стоит здесь один раз. Цифры: страницы и примечания; полужирные: источники.",
    index_note_epub="Каждый труд стоит здесь один раз, со ссылками на примечания и источники.",
    note_short="прим.", chapter_short="гл.", part="Часть", part_short="ч.", draft="Черновик",
    cover_text="Обложка: {title}", retold_from="Пересказ по книге", published_by="Издательство",
    name="Имя", date="Дата",
    summary="В книге есть заголовки страниц, содержание, связанные примечания и описания иллюстраций.",
    begin="Начало текста", edited_by="Под редакцией", translated_by="Перевод",
    acknowledgements="Благодарности", permissions="Правообладатели", by_permission="Печатается с разрешения",
    under_licence="Печатается по лицензии", quoted="Цитируется для комментария и критики",
    in_public_domain="Общественное достояние", in_own_words="Изложено составителями своими словами",
    rights_unknown="Правообладатели не найдены", permission_of="С разрешения: {holder}.",
    rights_of="Права: {holder}.", licence="Лицензия: {basis}.",
    every_effort="Издательство сделало всё возможное, чтобы найти правообладателей напечатанных здесь текстов. Если "
    "кто-либо пропущен, просим сообщить: в следующем издании это будет исправлено.",
)

GREEK = Terms(
    cover="Εξώφυλλο", title_page="Σελίδα τίτλου", imprint="Στοιχεία έκδοσης", contents="Περιεχόμενα",
    list_of_sources="Κατάλογος πηγών", sources="Οι πηγές", source_index="Ευρετήριο πηγών",
    names_index="Ευρετήριο ονομάτων", general_index="Ευρετήριο", see="Βλ.", see_also="Βλ. επίσης",
    notes="Σημειώσεις", note="Σημείωση", back_to_text="Επιστροφή στο κείμενο", provenance="Από",
    questions="Ερωτήσεις", marks="μονάδες", mark="μονάδα", read_with="Διαβάστε μαζί με", landmarks="Ορόσημα",
    list_of_pages="Σελίδες του έντυπου βιβλίου",
    pages="Σελίδες", page_short="σ.", primary="Πηγές", secondary="Άλλα έργα", source_many="Πηγές",
    index_note="Κάθε έργο αναφέρεται μία φορά. Αριθμοί: σελίδες και σημειώσεις· έντονοι αριθμοί: πηγές.",
    index_note_epub="Κάθε έργο αναφέρεται μία φορά, με συνδέσμους προς τις σημειώσεις και τις πηγές.",
    note_short="σημ.", chapter_short="κεφ.", part="Μέρος", part_short="μέρος", draft="Προσχέδιο",
    cover_text="Εξώφυλλο: {title}", retold_from="Περίληψη από", published_by="Εκδόσεις",
    name="Όνομα", date="Ημερομηνία",
    summary="Το βιβλίο έχει τίτλους σελίδων, πίνακα περιεχομένων, συνδεδεμένες σημειώσεις και περιγραφές εικόνων.",
    begin="Αρχή του κειμένου", edited_by="Επιμέλεια:", translated_by="Μετάφραση:",
    acknowledgements="Ευχαριστίες", permissions="Άδειες", by_permission="Δημοσιεύεται με άδεια",
    under_licence="Δημοσιεύεται με άδεια χρήσης", quoted="Παρατίθεται για σχολιασμό και κριτική",
    in_public_domain="Κοινό κτήμα", in_own_words="Με λόγια των επιμελητών",
    rights_unknown="Δικαιούχοι που δεν βρέθηκαν", permission_of="Με την άδεια: {holder}.",
    rights_of="Δικαιώματα: {holder}.", licence="Άδεια χρήσης: {basis}.",
    every_effort="Καταβλήθηκε κάθε προσπάθεια να βρεθούν οι δικαιούχοι των κειμένων που δημοσιεύονται εδώ. Όποιος "
    "παραλείφθηκε παρακαλείται να επικοινωνήσει με τον εκδότη, ώστε η παράλειψη να διορθωθεί στην επόμενη έκδοση.",
)

ARABIC = Terms(
    cover="الغلاف", title_page="صفحة العنوان", imprint="بيانات النشر", contents="المحتويات",
    list_of_sources="قائمة المصادر", sources="المصادر", source_index="فهرس المصادر",
    names_index="فهرس الأسماء", general_index="الفهرس", see="انظر", see_also="انظر أيضًا",
    notes="الحواشي", note="حاشية", back_to_text="العودة إلى النص", provenance="من",
    questions="أسئلة", marks="درجات", mark="درجة", read_with="يُقرأ مع", landmarks="معالم الكتاب",
    list_of_pages="صفحات الكتاب المطبوع",
    pages="الصفحات", page_short="ص", primary="المصادر الأولية", secondary="أعمال أخرى", source_many="المصادر",
    index_note="يرد كل عمل هنا مرة واحدة. الأرقام صفحات وحواشٍ، والأرقام الغليظة مصادر.",
    index_note_epub="يرد كل عمل هنا مرة واحدة، مع روابط إلى الحواشي والمصادر.",
    note_short="ح", chapter_short="ف", part="الجزء", part_short="الجزء", draft="مسودة",
    cover_text="الغلاف: {title}", retold_from="ملخص عن", published_by="الناشر:",
    name="الاسم", date="التاريخ",
    summary="لهذا الكتاب عناوين للصفحات وقائمة محتويات وحواشٍ مترابطة وصور موصوفة.",
    begin="بداية النص", edited_by="تحرير", translated_by="ترجمة",
    acknowledgements="شكر وتقدير", permissions="الحقوق", by_permission="يُنشر بإذن",
    under_licence="يُنشر بموجب رخصة", quoted="مقتبس للتعليق والنقد",
    in_public_domain="ملك عام", in_own_words="بكلمات المحررين",
    rights_unknown="لم يُعثر على أصحاب الحقوق", permission_of="بإذن من {holder}.",
    rights_of="الحقوق: {holder}.", licence="الرخصة: {basis}.",
    every_effort="بُذل كل جهد للعثور على أصحاب حقوق النصوص المنشورة هنا. فإن أُغفل أحد منهم فسيسر الناشر أن يعلم بذلك "
    "وأن يصححه في الطبعة القادمة.",
)

ENGLISH = Terms()
AMERICAN = replace(
    ENGLISH, acknowledgements="Acknowledgments", under_licence="Printed under a license", licence="License: {basis}."
)
_BY_LANGUAGE = {"en-us": AMERICAN, "de": GERMAN, "fr": FRENCH, "ru": RUSSIAN, "el": GREEK, "ar": ARABIC}


def terms_of(lang: str) -> Terms:
    """Give the words for a BCP 47 language tag; English where the language is not one of ours."""
    tag = lang.lower()
    return _BY_LANGUAGE.get(tag) or _BY_LANGUAGE.get(tag.split("-", maxsplit=1)[0], ENGLISH)
