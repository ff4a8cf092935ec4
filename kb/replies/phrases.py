"""The few sentences of the desk that belong to a reply rather than to the page around it."""

from __future__ import annotations

from collections.abc import Mapping

CALL_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "greet": "Greet the caller and give your name.",
        "ask": "Ask for: {name}",
        "say": "Say: {text}",
        "close": "Ask whether anything else is open, thank the caller, and note the call.",
    },
    "vi": {
        "greet": "Chào khách và xưng tên.",
        "ask": "Hỏi: {name}",
        "say": "Nói: {text}",
        "close": "Hỏi khách còn cần gì nữa không, cảm ơn và ghi lại cuộc gọi.",
    },
    "ms": {
        "greet": "Beri salam dan perkenalkan diri.",
        "ask": "Tanya: {name}",
        "say": "Cakap: {text}",
        "close": "Tanya jika ada perkara lain, ucap terima kasih dan catat panggilan itu.",
    },
}
"""The frame of a call whose script was written for chat."""

NOTE_PHRASES: Mapping[str, Mapping[str, str]] = {
    "no-variant": {
        "en": "There is no text for “{about}” here; the general one is shown.",
        "vi": "Chưa có mẫu cho nhóm “{about}”; đang dùng mẫu chung.",
        "ms": "Tiada teks untuk “{about}”; teks umum ditunjukkan.",
    },
    "not-for-channel": {
        "en": "This script is not meant for {about}.",
        "vi": "Mẫu này không dành cho kênh {about}.",
        "ms": "Skrip ini bukan untuk {about}.",
    },
    "link-left-out": {
        "en": "The link to {about} is not permitted here; its answer is sent instead.",
        "vi": "Kênh này không cho gửi link {about}; gửi câu trả lời thay cho link.",
        "ms": "Pautan ke {about} tidak dibenarkan di sini; jawapannya dihantar.",
    },
    "no-text": {
        "en": "{about} has no text.",
        "vi": "{about} chưa có nội dung.",
        "ms": "{about} tiada teks.",
    },
}
