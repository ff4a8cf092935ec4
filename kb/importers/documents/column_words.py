"""Words by which columns, sheets and values of a shop's table are known, by the language they are in."""

from __future__ import annotations

from collections.abc import Mapping

COLUMN_WORDS: Mapping[str, Mapping[str, str]] = {
    "question": {
        "en": "question|questions|faq|faqs|faq question|customer question|customer asks|q|query",
        "vi": "câu hỏi|hỏi|câu hỏi thường gặp|khách hỏi|thắc mắc",
        "ms": "soalan|soalan lazim|pertanyaan pelanggan",
        "id": "pertanyaan",
        "de": "frage|fragen|kundenfrage",
        "fr": "questions fréquentes",
        "es": "pregunta|preguntas",
        "pt": "pergunta|perguntas",
        "it": "domanda",
        "nl": "vraag",
        "th": "คำถาม",
        "zh": "问题|問題|常见问题|常見問題",
        "ja": "質問|よくある質問",
        "ko": "질문",
        "ar": "سؤال|السؤال|الأسئلة",
    },
    "title": {
        "en": "title|name|heading|subject|headline",
        "vi": "tiêu đề|tên|tên bài|tên mẫu",
        "ms": "tajuk|nama",
        "id": "judul",
        "de": "titel|überschrift|betreff",
        "fr": "titre|intitulé",
        "es": "título|titulo|asunto",
        "pt": "título|assunto",
        "it": "titolo",
        "nl": "titel",
        "th": "หัวข้อ|ชื่อ",
        "zh": "标题|標題",
        "ja": "タイトル",
        "ko": "제목",
        "ar": "العنوان|عنوان",
    },
    "answer": {
        "en": ("answer|answers|a|response|reply|solution|content|body|text|message|article|description|template"),
        "vi": "trả lời|câu trả lời|đáp|đáp án|giải đáp|nội dung|nội dung trả lời|tin nhắn|mẫu tin nhắn",
        "ms": "jawapan|balasan|kandungan|mesej",
        "id": "jawaban|isi|balasan|pesan",
        "de": "antwort|antworten|inhalt|nachricht|textbaustein",
        "fr": "réponse|réponses|contenu|texte",
        "es": "respuesta|respuestas|contenido|mensaje|texto",
        "pt": "resposta|respostas|conteúdo|mensagem",
        "it": "risposta|contenuto",
        "nl": "antwoord|inhoud",
        "th": "คำตอบ|เนื้อหา|ข้อความ",
        "zh": "答案|回答|内容|內容|回复|回覆",
        "ja": "回答|答え|内容",
        "ko": "답변|내용",
        "ar": "الجواب|جواب|الإجابة|إجابة|المحتوى",
    },
    "topic": {
        "en": "topic|category|section|group|topics|categories|folder",
        "vi": "chủ đề|danh mục|nhóm|chuyên mục|phân loại|mục",
        "ms": "topik|kategori|bahagian|kumpulan",
        "id": "topik|kategori|bagian",
        "de": "thema|kategorie|rubrik|bereich",
        "fr": "thème|catégorie|rubrique|sujet",
        "es": "tema|categoría|categoria|sección",
        "pt": "tema|categoria|tópico|seção",
        "it": "categoria|argomento",
        "nl": "onderwerp|categorie",
        "th": "หมวดหมู่|หมวด",
        "zh": "分类|分類|主题|主題|类别|類別",
        "ja": "カテゴリ|カテゴリー|分類",
        "ko": "카테고리|분류|주제",
        "ar": "الفئة|التصنيف|الموضوع|القسم",
    },
    "language": {
        "en": "language|lang|locale",
        "vi": "ngôn ngữ",
        "ms": "bahasa",
        "de": "sprache",
        "fr": "langue",
        "es": "idioma|lengua",
        "pt": "idioma|língua",
        "it": "lingua",
        "nl": "taal",
        "th": "ภาษา",
        "zh": "语言|語言",
        "ja": "言語",
        "ko": "언어",
        "ar": "اللغة",
    },
    "audience": {
        "en": ("audience|visibility|access|who|for whom|readers|visible to|public or internal|internal or public"),
        "vi": "đối tượng|hiển thị|phạm vi|quyền xem|ai xem|dành cho|chế độ|công khai hay nội bộ",
        "ms": "khalayak|akses|penonton|untuk|kebolehlihatan",
        "id": "akses|audiens|untuk",
        "de": "sichtbarkeit|zielgruppe|zugriff|für wen|publikum",
        "fr": "visibilité|public cible|accès|audience",
        "es": "visibilidad|acceso|audiencia",
        "pt": "visibilidade|acesso|público-alvo",
        "it": "visibilità",
        "nl": "zichtbaarheid",
        "th": "การมองเห็น",
        "zh": "可见性|可見性|权限|權限|受众",
        "ja": "公開範囲|対象",
        "ko": "공개 범위|대상",
        "ar": "الجمهور|الوصول",
    },
    "internal": {
        "en": "internal|internal only|private|staff only|agents only|is internal|is private",
        "vi": "nội bộ|chỉ nội bộ",
        "ms": "dalaman|dalaman sahaja",
        "id": "internal",
        "de": "intern|nur intern",
        "fr": "interne",
        "es": "interno|interna",
        "pt": "interno|interna",
        "it": "interno",
        "nl": "intern",
        "zh": "内部|內部",
        "ja": "社内",
        "ko": "내부",
        "ar": "داخلي",
    },
    "public": {
        "en": "public|is public",
        "vi": "công khai",
        "ms": "awam",
        "id": "publik",
        "de": "öffentlich",
        "fr": "publique",
        "es": "público|publico",
        "pt": "público",
        "it": "pubblico",
        "nl": "openbaar",
        "zh": "公开|公開",
        "ar": "عام",
    },
    "status": {
        "en": "status|state|published",
        "vi": "trạng thái|tình trạng",
        "ms": "status",
        "de": "status|zustand|stand",
        "fr": "statut|état",
        "es": "estado",
        "pt": "estado",
        "it": "stato",
        "zh": "状态|狀態",
        "ja": "状態",
        "ar": "الحالة",
    },
    "draft": {
        "en": "draft|is draft",
        "vi": "nháp|bản nháp",
        "ms": "draf",
        "de": "entwurf",
        "fr": "brouillon",
        "es": "borrador",
    },
    "id": {
        "en": "id|key|code|faq id|article id|question id|faq code|ref|reference",
        "vi": "mã|mã câu hỏi|mã bài|mã faq",
        "ms": "kod|id soalan",
        "de": "kennung|schlüssel|artikel-id",
        "fr": "identifiant",
        "es": "identificador",
        "zh": "编号|編號",
    },
    "number": {
        "en": "no|number|nr|num|s/n|sn|sl|row",
        "vi": "stt|số thứ tự|tt",
        "ms": "bil|bilangan|no",
        "de": "nr|lfd nr|nummer",
        "fr": "n°|numéro",
        "es": "nº|número",
        "zh": "序号|序號",
        "ja": "番号",
        "ko": "번호",
        "ar": "الرقم|م",
    },
    "keywords": {
        "en": (
            "keywords|keyword|tags|labels|search terms|other wordings|variants|similar questions|alternative questions"
        ),
        "vi": "từ khóa|từ khoá|câu hỏi tương tự|cách hỏi khác|thẻ",
        "ms": "kata kunci|soalan serupa|tag",
        "id": "kata kunci",
        "de": "schlagwörter|stichwörter|schlüsselwörter",
        "fr": "mots-clés|mots clés",
        "es": "palabras clave|etiquetas",
        "pt": "palavras-chave",
        "zh": "关键词|關鍵詞|标签",
        "ja": "キーワード|タグ",
        "ar": "كلمات مفتاحية|الكلمات المفتاحية",
    },
    "summary": {
        "en": "summary|short answer|excerpt",
        "vi": "tóm tắt|trả lời ngắn|mô tả",
        "ms": "ringkasan|jawapan ringkas",
        "de": "zusammenfassung|kurzantwort",
        "fr": "résumé",
        "es": "resumen",
        "pt": "resumo",
        "zh": "摘要",
        "ja": "概要",
    },
    "address": {
        "en": "url|link|address|slug|permalink|page|handle|alias",
        "vi": "đường dẫn|liên kết",
        "ms": "pautan",
        "de": "adresse",
        "fr": "lien|adresse",
        "es": "enlace|dirección web",
        "zh": "链接",
        "ja": "リンク",
        "ar": "الرابط",
    },
    "updated": {
        "en": "updated|last updated|updated at|date|modified|last modified|reviewed|effective date",
        "vi": "ngày cập nhật|cập nhật|ngày|ngày sửa",
        "ms": "tarikh|kemas kini|tarikh kemas kini",
        "de": "datum|geändert|aktualisiert|stand vom",
        "fr": "date|mis à jour|mise à jour",
        "es": "fecha|actualizado",
        "zh": "日期|更新日期",
        "ja": "更新日",
        "ar": "التاريخ",
    },
    "shortcut": {
        "en": "shortcut|short code|shortcode|hotkey|macro",
        "vi": "phím tắt|lệnh tắt|mã tắt|gõ tắt",
        "ms": "pintasan|kod ringkas",
        "de": "kürzel|tastenkürzel",
        "fr": "raccourci",
        "es": "atajo",
        "zh": "快捷键|快捷短语",
        "ja": "ショートカット",
    },
    "channel": {
        "en": "channel|channels|platform",
        "vi": "kênh|sàn",
        "ms": "saluran|platform",
        "de": "kanal",
        "fr": "canal",
        "es": "canal",
    },
    "note": {
        "en": (
            "note|notes|comment|comments|internal note|internal notes|remark|remarks|agent note|agent notes|owner|"
            "author"
        ),
        "vi": "ghi chú|chú thích|ghi chú nội bộ|lưu ý nội bộ|người phụ trách|người viết",
        "ms": "nota|catatan|catatan dalaman|nota dalaman|penulis",
        "id": "catatan",
        "de": "notiz|notizen|bemerkung|bemerkungen|anmerkung|interne notiz|zuständig|autor",
        "fr": "note interne|notes|remarque|auteur",
        "es": "nota|notas|nota interna|autor",
        "pt": "nota|notas",
        "zh": "备注|備註",
        "ja": "備考|メモ",
        "ar": "ملاحظات",
    },
    "person": {
        "en": (
            "email|e-mail|email address|customer email|phone|phone number|mobile|customer name|customer|"
            "first name|last name|full name|order id|order number|order no|tracking number|requester|ticket id|"
            "conversation id|ticket|shipping address|billing address|username|buyer|recipient|birthday|"
            "date of birth"
        ),
        "vi": (
            "email khách|số điện thoại|sđt|điện thoại|tên khách|tên khách hàng|khách hàng|họ tên|họ và tên|mã đơn|"
            "mã đơn hàng|địa chỉ|địa chỉ giao hàng|người mua|người nhận|mã vận đơn|ngày sinh"
        ),
        "ms": (
            "emel|no telefon|nombor telefon|telefon|nama pelanggan|pelanggan|no pesanan|nombor pesanan|alamat|"
            "pembeli|penerima"
        ),
        "de": (
            "e-mail-adresse|telefon|telefonnummer|handy|kunde|kundenname|vorname|nachname|bestellnummer|"
            "auftragsnummer|anschrift|lieferadresse|geburtsdatum"
        ),
        "fr": "adresse e-mail|téléphone|client|prénom|nom|numéro de commande",
        "es": "correo|correo electrónico|teléfono|cliente|apellido|número de pedido",
        "id": "nomor telepon|nama pelanggan|nomor pesanan",
    },
}
"""Role of a column → language → its words, parted by bars."""

REPLY_SHEETS = (
    "saved replies|saved reply|canned|canned responses|canned response|macros|macro|quick replies|quick reply|"
    "templates|reply templates|chat templates|responses|snippets|scripts|agent scripts|mẫu tin nhắn|mẫu trả lời|"
    "câu trả lời mẫu|tin nhắn mẫu|trả lời nhanh|kịch bản|kịch bản chat|mẫu câu|balasan|balasan pantas|"
    "balasan ringkas|templat|skrip|textbausteine|antwortvorlagen|vorlagen|schnellantworten|réponses enregistrées|"
    "modèles|respuestas guardadas|plantillas|快捷回复|定型文|ردود جاهزة"
)
"""Names of sheets and files that hold saved replies."""

AUDIENCE_VALUES: Mapping[str, str] = {
    "public": (
        "public|everyone|everybody|all|customer|customers|shopper|shoppers|external|website|web|published|visible|"
        "open|công khai|khách|khách hàng|tất cả|mọi người|bên ngoài|awam|pelanggan|semua|umum|öffentlich|kunden|"
        "kunde|alle|extern|publique|client|clients|tous|publico|público|clientes|todos|publik|公开|公開|عام|للجميع"
    ),
    "internal": (
        "internal|internal only|private|agent|agents|staff|staff only|team|employee|employees|cs|confidential|"
        "restricted|hidden|nội bộ|nhân viên|riêng tư|cskh|bảo mật|chỉ nội bộ|dalaman|staf|sulit|ejen|kakitangan|"
        "intern|nur intern|mitarbeiter|vertraulich|interne|équipe|personnel|confidentiel|interno|interna|equipo|"
        "equipe|rahasia|内部|內部|社内|داخلي"
    ),
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


YES = _set("yes|y|true|1|x|✓|✔|có|đúng|ya|ja|oui|sí|si|sim|是|はい|نعم|benar|wahr|vrai|verdadero|☑|✅")
NO = _set("no|n|false|0|-|không|sai|tidak|nein|non|não|否|いいえ|لا|falsch|faux|falso|☐|✗|❌|salah")
DRAFT_VALUES = _set(
    "draft|drafts|unpublished|pending|in progress|todo|to do|wip|archived|inactive|outdated|obsolete|disabled|"
    "hidden|nháp|bản nháp|chưa duyệt|đang soạn|chờ duyệt|lưu trữ|ngừng dùng|draf|belum siap|arkib|entwurf|"
    "in arbeit|archiviert|veraltet|brouillon|archivé|borrador|rascunho|草稿|下書き|مسودة"
)
READY_VALUES = _set(
    "published|publish|active|done|ready|approved|live|final|ok|enabled|current|đã duyệt|hoàn thành|xong|"
    "đang dùng|đã đăng|siap|diluluskan|aktif|diterbitkan|fertig|veröffentlicht|freigegeben|aktiv|publié|actif|"
    "publicado|activo|ativo|已发布|公開済み|منشور"
)
