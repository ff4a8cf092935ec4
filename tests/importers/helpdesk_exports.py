"""What the APIs of Intercom, Freshdesk, Help Scout and Gorgias give, for tests to change."""

from __future__ import annotations

from typing import Any

DAY = "2023-01-05T10:00:00Z"


def intercom_article(id: str = "39", **changes: Any) -> dict[str, Any]:
    """One of `GET /articles`."""
    return {
        "id": id,
        "type": "article",
        "workspace_id": "w1",
        "parent_id": 143,
        "parent_type": "collection",
        "title": "Bestellung verfolgen",
        "description": "Wo ist mein Paket?",
        "body": '<h2 id="h_1">Schritte</h2><p>Den Link öffnen.</p>',
        "author_id": 5017691,
        "state": "published",
        "created_at": 1672928359,
        "updated_at": 1672928610,
        "url": f"https://hilfe.blumen.example/de/articles/{id}-bestellung-verfolgen",
        "default_locale": "de",
    } | changes


def intercom_list(*records: dict[str, Any]) -> dict[str, Any]:
    """A page of an answer."""
    pages = {"type": "pages", "page": 1, "per_page": 25, "total_pages": 1}
    return {"type": "list", "pages": pages, "total_count": len(records), "data": list(records)}


INTERCOM_COLLECTION = {
    "id": "143",
    "workspace_id": "w1",
    "name": "Versand",
    "url": "https://hilfe.blumen.example/de/collections/143-versand",
    "order": 1,
    "parent_id": None,
    "help_center_id": 79,
    "default_locale": "de",
    "translated_content": {
        "type": "group_translated_content",
        "en": {"type": "group_content", "name": "Shipping"},
    },
}


def intercom_macro(id: str = "123", **changes: Any) -> dict[str, Any]:
    """One of `GET /macros`."""
    return {
        "type": "macro",
        "id": id,
        "name": "Order Status Update",
        "body": '<p>Hi <attribute key="user.name" default="there"/>, your order is ready!</p>',
        "body_text": 'Hi {{user.name|fallback:"there"}}, your order is ready!',
        "created_at": "2025-07-17T11:18:08.000Z",
        "updated_at": "2025-07-17T15:30:24.000Z",
        "visible_to": "everyone",
        "visible_to_team_ids": [],
        "available_on": ["inbox", "messenger"],
    } | changes


def freshdesk_article(id: int = 1001, **changes: Any) -> dict[str, Any]:
    """One of `GET /api/v2/solutions/folders/4/articles`."""
    return {
        "id": id,
        "type": 1,
        "category_id": 3,
        "folder_id": 4,
        "thumbs_up": 3,
        "thumbs_down": 0,
        "hits": 10,
        "tags": ["giao hang"],
        "seo_data": {"meta_title": "x", "meta_description": "Theo dõi đơn", "meta_keywords": ""},
        "agent_id": 6,
        "title": "Theo dõi đơn hàng",
        "description": "<p>Mở liên kết trong thư.</p>",
        "description_text": "Mở liên kết trong thư.",
        "status": 2,
        "created_at": DAY,
        "updated_at": DAY,
    } | changes


def freshdesk_folder(id: int = 4, visibility: object = 1, **changes: Any) -> dict[str, Any]:
    """One of `GET /api/v2/solutions/categories/3/folders`."""
    return {"id": id, "name": "Giao hàng", "description": None, "visibility": visibility, "category_id": 3} | changes


def freshdesk_reply(id: int = 1, **changes: Any) -> dict[str, Any]:
    """One of `GET /api/v2/canned_response_folders/1/responses`."""
    return {
        "id": id,
        "title": "Xin chào",
        "folder_id": 1,
        "content": "Chào {{ticket.requester.name}}",
        "content_html": "<div>Chào {{ticket.requester.name}}, mã {{ticket.id}}</div>",
        "attachments": [],
        "visibility": 0,
        "created_at": DAY,
        "updated_at": DAY,
    } | changes


FRESHDESK_XML = """<?xml version="1.0" encoding="UTF-8"?>
<solution-categories type="array">
  <solution-category>
    <id type="integer">3</id><name>General</name>
    <folders type="array">
      <solution-folder>
        <id type="integer">4</id><name>Shipping</name><visibility type="integer">1</visibility>
        <articles type="array">
          <solution-article>
            <id type="integer">1</id><title>Where is my parcel?</title>
            <description>&lt;p&gt;Open the &lt;b&gt;link&lt;/b&gt;.&lt;/p&gt;</description>
            <desc-un-html>Open the link.</desc-un-html><status type="integer">2</status>
            <art-type type="integer">1</art-type><user-id type="integer">77</user-id>
          </solution-article>
        </articles>
      </solution-folder>
      <solution-folder>
        <id type="integer">5</id><name>Staff</name><visibility type="integer">3</visibility>
        <articles type="array">
          <solution-article>
            <id type="integer">2</id><title>Refund limits</title><description>&lt;p&gt;50.&lt;/p&gt;</description>
            <status type="integer">2</status>
          </solution-article>
        </articles>
      </solution-folder>
    </folders>
  </solution-category>
</solution-categories>
"""


def help_scout_article(number: int = 121, **changes: Any) -> dict[str, Any]:
    """What `GET /v1/articles/121` has under `article`."""
    return {
        "id": f"5215163545667acd25394b{number}",
        "number": number,
        "collectionId": "c1",
        "slug": "jejak-pesanan",
        "status": "published",
        "hasDraft": False,
        "name": "Jejak pesanan",
        "text": "<p>Buka pautan.</p>",
        "categories": [],
        "related": [],
        "publicUrl": f"https://docs.kedai.example/article/{number}-jejak-pesanan",
        "popularity": 4.3,
        "viewCount": 237,
        "createdBy": 73423,
        "updatedBy": 73423,
        "createdAt": DAY,
        "updatedAt": DAY,
    } | changes


def help_scout_collection(id: str = "c1", visibility: str = "public", name: str = "Bantuan") -> dict[str, Any]:
    """One of `GET /v1/collections`."""
    return {"id": id, "number": 1, "siteId": "s1", "slug": "help", "visibility": visibility, "order": 1, "name": name}


def help_scout_page(kind: str, *items: dict[str, Any]) -> dict[str, Any]:
    """A page of the Docs API's answer."""
    return {kind: {"page": 1, "pages": 1, "count": len(items), "items": list(items)}}


def gorgias_macro(id: int = 23453, **changes: Any) -> dict[str, Any]:
    """One of `GET /api/macros`."""
    text = "<div>Hi {{ticket.customer.firstname}},</div><br><div>Your order has been delivered.</div>"
    return {
        "id": id,
        "external_id": None,
        "name": "Order status inquiry",
        "intent": "shipping/status",
        "language": "en",
        "usage": 58392,
        "actions": [
            gorgias_action("addTags", tags="question, order-status"),
            gorgias_action("setResponseText", body_html=text, body_text="Hi"),
        ],
        "created_datetime": "2019-11-23T15:59:41.966927",
        "updated_datetime": "2020-01-30T11:04:34.345123",
        "uri": f"/api/macros/{id}/",
    } | changes


def gorgias_action(name: str, **arguments: Any) -> dict[str, Any]:
    """One of a macro's actions."""
    return {"name": name, "title": name, "type": "user", "arguments": arguments}


def gorgias_article(id: int = 77, **changes: Any) -> dict[str, Any]:
    """One of a help centre's articles; `changes` are those of its text."""
    text = {
        "locale": "de-DE",
        "title": "Widerruf",
        "excerpt": "So geht es",
        "content": "<p>Das Paket zurücksenden.</p>",
        "slug": "widerruf",
        "article_id": id,
        "visibility_status": "PUBLIC",
        "is_current": True,
        "created_datetime": DAY,
        "updated_datetime": DAY,
    } | changes
    return {
        "id": id,
        "available_locales": ["de-DE"],
        "help_center_id": 1,
        "category_id": 2,
        "translation": text,
        "created_datetime": DAY,
        "updated_datetime": DAY,
    }


GORGIAS_CATEGORY = {
    "id": 2,
    "help_center_id": 1,
    "created_datetime": DAY,
    "translation": {"locale": "de-DE", "title": "Bestellungen", "slug": "b", "customer_visibility": "PUBLIC"},
}
