"""A shop's exports that are hard to count: borders of weeks and zones, bots, numbers begun anew, corrected rows.

Written before the figures that are counted from them (`independent.py`). Every person is invented.
"""

from __future__ import annotations

import json

TICKETS = (
    # number, asked by, created (UTC), solved, opened again, minutes to the first answer, rating
    (1, 1, "2026-11-09T08:00:00Z", "2026-11-10T08:00:00Z", 0, 30, "good"),
    (2, 1, "2026-11-17T07:59:00Z", "", 0, None, "unoffered"),  # again, a minute before seven days are over
    (3, 2, "2026-11-10T08:00:00Z", "2026-11-11T08:00:00Z", 0, 719, "bad"),
    (4, 2, "2026-11-18T08:00:01Z", "2026-11-18T09:00:00Z", 0, 720, "good"),  # again, a second after
    (5, 3, "2026-11-11T08:00:00Z", "2026-11-12T08:00:00Z", 2, 721, "good"),  # opened again
    (6, 4, "2026-11-15T17:30:00Z", "2026-11-15T22:30:00Z", 0, 5, "good"),  # solved on Sunday in Berlin, Monday in Asia
    (7, 5, "2026-11-15T16:59:59Z", "2026-11-22T16:59:59Z", 0, 1, "bad"),  # the last second of Sunday in Asia
    (8, 6, "2026-11-15T23:00:00Z", "2026-11-16T00:00:00Z", 0, 2, "offered"),  # midnight in Berlin
    (9, 6, "2026-11-15T23:10:00Z", "2026-11-16T01:00:00Z", 0, 3, "good"),  # two at a time: neither follows the other
    (10, 7, "2026-11-22T22:59:59Z", "2026-11-25T00:00:00Z", 0, 4000, "good"),  # solved after the week
    (11, 8, "2026-11-12T08:00:00Z", "2026-11-12T08:00:00Z", 0, 0, "good"),  # solved as it was opened
    (12, 9, "2026-11-12T08:00:00Z", "", 0, None, "unoffered"),  # never answered
)
FILLER = tuple(
    (100 + n, 100 + n % 31, f"2026-11-{9 + n % 14:02d}T{n % 24:02d}:{n * 7 % 60:02d}:00Z",
     f"2026-11-{10 + n % 14:02d}T{(n * 5) % 24:02d}:00:00Z" if n % 9 else "", int(n % 11 == 0), (n * 37) % 1500,
     ("good", "good", "bad", "unoffered")[n % 4])
    for n in range(160)
)  # fmt: skip


def tickets() -> str:
    lines = []
    for number, customer, created, solved, reopens, minutes, rating in (*TICKETS, *FILLER):
        metrics = {"reopens": reopens, "replies": 1, "reply_time_in_minutes": {"calendar": minutes, "business": 1},
                   **({"solved_at": solved} if solved else {})}  # fmt: skip
        lines.append(
            json.dumps({
                "id": number, "subject": "x", "description": "x", "status": "solved" if solved else "open",
                "created_at": created, "updated_at": "2026-12-01T00:00:00Z", "via": {"channel": "email"},
                "requester_id": customer, "satisfaction_rating": {"score": rating}, "metric_set": metrics,
            })
        )  # fmt: skip
    return "\n".join(lines) + "\n"


MESSAGES = (
    "conversation;time;author;channel;name;text\n"
    "A;2026-11-15 23:58;customer;livechat;Bea;Hallo?\n"
    "A;2026-11-15 23:58;bot;livechat;;Wir melden uns.\n"
    "A;2026-11-16 00:03;agent;livechat;Eva;Guten Abend.\n"  # five minutes later, in the next week
    "B;2026-11-16 20:00;customer;livechat;Cem;Noch da?\n"
    "B;2026-11-16 20:00;bot;livechat;;Wir melden uns.\n"
    "B;2026-11-17 08:00;agent;livechat;Eva;Ja.\n"  # twelve hours later
    "C;2026-11-16 20:00;customer;livechat;Dan;Noch da?\n"
    "C;2026-11-17 08:01;agent;livechat;Eva;Ja.\n"  # a minute too late
    "D;2026-11-18 10:00;customer;livechat;Ela;Noch da?\n"
    "D;2026-11-18 10:00;bot;livechat;;Wir melden uns.\n"  # nobody but a bot
    "E;2026-11-18 10:00;agent;livechat;Eva;Ihr Paket ist da.\n"  # the shop writes first
    "E;2026-11-18 12:00;customer;livechat;Fee;Danke!\n"
    "E;2026-11-18 12:10;agent;livechat;Eva;Gern.\n"
    "F;2026-11-19 10:00;agent;livechat;Eva;Angebot!\n"  # the shop alone
    "G;2026-11-19 10:00;customer;livechat;Gil;Frage eins\n"
    "G;2026-11-19 10:20;agent;livechat;Eva;Antwort.\n"
    "G;2026-11-20 09:00;customer;livechat;Gil;Danke\n"  # the same conversation on the next day
    "H;2026-09-20 10:00;customer;livechat;Hal;Wann kommt es?\n"
    "H;2026-09-20 10:20;agent;livechat;Eva;Im November.\n"
    "H;2026-11-19 10:00;agent;livechat;Eva;Jetzt ist es da.\n"  # long after, and nothing new of the customer
)
NUMBERED_ANEW = tuple(
    "conversation;time;author;channel;text\n"
    + "".join(
        f"{number};2026-11-{first + number % 5:02d} {9 + number % 8:02d}:00;customer;zalo;Frage {number}\n"
        f"{number};2026-11-{first + number % 5:02d} {9 + number % 8:02d}:{minutes:02d};agent;zalo;Antwort\n"
        for number in range(1, count + 1)
    )
    for first, count, minutes in ((9, 7, 10), (16, 9, 40))
)
"""Two weeks of an inbox that numbers its conversations from 1 each Monday."""

CHAT = (
    "11/11/2026, 09:00 - Ha: Shop ơi còn hàng không\n"
    "11/11/2026, 09:30 - Sen & Serai: Còn ạ\n"
    "18/11/2026, 21:00 - Ha: Đơn của mình đâu rồi\n"  # a week later: another matter in the same chat
    "18/11/2026, 21:05 - Sen & Serai: Mai tới ạ\n"
    "20/11/2026, 23:00 - Ha: Vẫn chưa tới\n"  # two days later, and never answered
)

REVIEWS = "cmtid,rating_star,comment,ctime,seller_reply\n" + "".join(
    f"{number},{stars},{text},{at},{reply}\n"
    for number, stars, text, at, reply in (
        (1, "5", "gut", "2026-11-15 23:59:59", ""), (2, "1 sao", "", "2026-11-16 00:00:00", ""),
        (3, "3", "naja", "2026-11-16 12:00:00", "Danke"), (4, "2/5", "rot statt blau", "2026-11-22 23:59:59", "Pardon"),
        (5, "4", "", "2026-11-23 00:00:00", ""),
        *((10 + n, str(1 + n % 5), f"r{n}", f"2026-11-{16 + n % 7} 10:{n:02d}:00", "Danke" if n % 3 else "")
          for n in range(34)),
    )
)  # fmt: skip
REVIEWS_CORRECTED = REVIEWS.replace("2,1 sao,,", "2,5 sao,,")

ORDERS = "Order ID,Order Status,Order Creation Date,Shipping Option,Username (Buyer),Product Name,Quantity,Grand Total,Cancel reason,Country\n" + "".join(  # noqa: E501
    ",".join(row) + "\n"
    for row in (
        ("261115A0000001", "Completed", "2026-11-15 23:59", "SPX", "ann", "Tuch", "1", "30.80", "", "MY"),
        ("261116A0000002", "Completed", "2026-11-16 00:00", "SPX", "ann", "Tuch", "1", "61.60", "", "MY"),
        ("261116A0000002", "Completed", "2026-11-16 00:00", "SPX", "ann", "Hut", "2", "61.60", "", "MY"),
        ("261118A0000003", "Cancelled", "2026-11-18 10:00", "", "ben", "Tuch", "1", "30.80", "Changed mind", "MY"),
        ("261122A0000004", "Failed delivery", "2026-11-22 23:59", "J&T", "cat", "Hut", "1", "250000", "", "VN"),
        ("261123A0000005", "Completed", "2026-11-23 00:00", "J&T", "cat", "Hut", "1", "250000", "", "VN"),
        *((f"2611{16 + n % 7}B{n:07d}", ("Completed", "Shipped", "Cancelled", "Completed", "To ship")[n % 5],
           f"2026-11-{16 + n % 7} 12:00", ("SPX", "J&T", "GHN")[n % 3], f"k{n % 13}", "Tuch", "1", "30.80",
           "Changed mind" if n % 5 == 2 else "", "MY") for n in range(50)),
    )
)  # fmt: skip
SHOPIFY = (
    "Name,Email,Financial Status,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Refunded Amount,Shipping Method\n"
    + "".join(f"#{n},a{n}@example.com,paid,fulfilled,EUR,40.00,2026-11-{16 + n % 7} 12:00:00,1,Tuch,0.00,DHL\n"
              for n in range(20))
)  # fmt: skip
RETURNS = (
    "Return ID,Order ID,Return Creation Time,SKU,Return Quantity,Return Reason,Return / Refund Status\n"
    + "".join(
        ",".join(row) + "\n"
        for row in (
            ("R1", "261115A0000001", "2026-11-15 23:59", "TUCH", "1", "Wrong colour", "Completed"),
            ("R2", "261116A0000002", "2026-11-16 00:00", "TUCH", "1", "Wrong colour", "Completed"),
            (
                "R2",
                "261116A0000002",
                "2026-11-16 00:00",
                "HUT",
                "2",
                "Wrong colour",
                "Completed",
            ),  # one return, two goods
            ("R3", "261122A0000004", "2026-11-22 23:59", "HUT", "1", "Damaged", "Rejected"),
            ("R4", "261123A0000005", "2026-11-23 00:00", "HUT", "1", "Damaged", "Completed"),
        )
    )
)

MEASURES = "date,shop,channel,measure,value\n" + "".join(
    f"{row}\n"
    for row in (
        "2026-11-15,S,shopee,response_rate,50%", "2026-11-16,S,shopee,response_rate,79%",
        "2026-11-17,S,shopee,response_rate,80%", "2026-11-18,S,shopee,response_rate,0.91",
        "2026-11-19,S,shopee,response_rate,89.9", "2026-11-22,S,shopee,response_rate,95%",
        "2026-11-20,S,zalo,response_rate,10%",  # a channel without a goal, on a day of its own
        "2026-11-16,S,shopee,complaints,3", "2026-11-22,S,shopee,complaints,2", "2026-11-23,S,shopee,complaints,9",
        "2026-11-18,S,shopee,complaints_settled,4", "2026-11-17,S,shopee,complaints_open,8",
        "2026-11-21,S,shopee,complaints_open,6",
        "2026-11-16,S,survey,nps_promoters,20", "2026-11-20,S,survey,nps_promoters,5",
        "2026-11-16,S,survey,nps_passives,10", "2026-11-16,S,survey,nps_detractors,7",
        "2026-11-09,S,survey,nps_promoters,20", "2026-11-09,S,survey,nps_detractors,9",
    )
)  # fmt: skip
GOALS = (
    "goals:\n  response_rate:\n    - {since: 2025-01-01, at_least: 80%, channel: shopee}\n"
    "    - {since: 2026-11-18, at_least: 90%, channel: shopee}\n"
)
PROBLEMS = (
    "day,shop,channel,topic,nature,severity,order_day,source,status,answered_on\n"
    "2026-11-15,S,shopee,delivery,late,2,,chat,open,\n"
    "2026-11-16,S,shopee,delivery,late,2,,chat,answered,2026-11-16\n"
    "2026-11-16,S,shopee,delivery,late,2,,chat,answered,2026-11-22\n"
    "2026-11-22,S,zalo,returns,torn,3,,chat,answered,2026-11-23\n"
)
RATINGS = "Agent name,Rating,Feedback comment,Contact name,Link to the conversation,Recorded date\n" + "".join(
    f"Eva,{rating},{'so lala' if rating == 3 else ''},X{number},https://chat.example/app/accounts/1/conversations/"
    f"{number},{day} 10:00\n"
    for number, (rating, day) in enumerate(
        [(5, "2026-11-13"), (1, "2026-11-16"), (3, "2026-11-17"), (4, "2026-11-22")], 1
    )
)
EVENTS = "".join(
    json.dumps({"v": 1, "kind": "vote", "at": f"2026-11-{15 + n % 9}T{23 if n % 2 else 0:02d}:59",

                "page": f"faq/p{n % 4}",
                "language": "en", "answer": "no" if n % 3 else "yes"}) + "\n" for n in range(70)
) + "".join(
    json.dumps({"v": 1, "kind": "search", "at": f"2026-11-{15 + n % 9}T12:00", "language": "en", "query": f"q{n % 5}",
                "outcome": ("nothing", "click", "no_click", "click")[n % 4]}) + "\n" for n in range(90)
)  # fmt: skip

FILES = {
    "tickets.ndjson": tickets(), "messages.csv": MESSAGES, "week-46.csv": NUMBERED_ANEW[0],
    "week-47.csv": NUMBERED_ANEW[1], "WhatsApp Chat with Ha.txt": CHAT, "reviews.csv": REVIEWS, "orders.csv": ORDERS,
    "shopify.csv": SHOPIFY, "returns.csv": RETURNS, "ratings.csv": RATINGS, "events.ndjson": EVENTS,
}  # fmt: skip
"""What is imported, in this order; `reviews.csv` is then corrected."""
