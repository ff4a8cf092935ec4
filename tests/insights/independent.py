"""The figures of a week from the raw files, by other SQL and plain Python: nothing of kb is used."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sqlite3
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.insights import awkward

Told = tuple[float | None, float]
"""(value, n); a share keeps its numerator in place of the value where n is below thirty."""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.split("\n")[0] else ","))


class ByHand:
    """One week in one zone."""

    def __init__(self, zone: str, first: date) -> None:
        self.zone, self.first, self.last = ZoneInfo(zone), first, first + timedelta(6)
        self.db = sqlite3.connect(":memory:")
        self.db.create_function("local_day", 1, self.local_day)
        self.db.execute("CREATE TABLE ticket (id, who, created REAL, solved REAL, reopens, minutes, rating)")
        for number, who, created, solved, reopens, minutes, rating in (*awkward.TICKETS, *awkward.FILLER):
            moments = [datetime.fromisoformat(one).timestamp() if one else None for one in (created, solved)]
            self.db.execute(
                "INSERT INTO ticket VALUES (?,?,?,?,?,?,?)", (number, who, *moments, reopens, minutes, rating)
            )
        self.db.execute("CREATE TABLE said (thread, at REAL, who)")
        for name, text in (("m", awkward.MESSAGES), *zip("xy", awkward.NUMBERED_ANEW, strict=True)):
            for row in rows(text):
                at = datetime.fromisoformat(row["time"]).replace(tzinfo=self.zone).timestamp()
                self.db.execute("INSERT INTO said VALUES (?,?,?)", (name + row["conversation"], at, row["author"]))
        chat = re.findall(r"(\d\d)/(\d\d)/(\d{4}), (\d\d):(\d\d) - ([^:]+):", awkward.CHAT)
        for number, (day, month, year, hour, minute, who) in enumerate(chat):
            at = datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=self.zone).timestamp()
            thread = "w" + ("1", "1", "2", "2", "3")[number]
            self.db.execute("INSERT INTO said VALUES (?,?,?)", (thread, at, "customer" if who == "Ha" else "agent"))
        self.db.execute(
            "CREATE TABLE contact AS SELECT thread, min(at) AS opened, "
            "(SELECT min(a.at) FROM said a WHERE a.thread = s.thread AND a.who = 'agent' AND a.at >= "
            "(SELECT min(c.at) FROM said c WHERE c.thread = s.thread AND c.who = 'customer')) AS answered, "
            "(SELECT min(c.at) FROM said c WHERE c.thread = s.thread AND c.who = 'customer') AS asked "
            "FROM said s GROUP BY thread"
        )

    def local_day(self, stamp: float | None) -> str | None:
        return None if stamp is None else datetime.fromtimestamp(stamp, self.zone).date().isoformat()

    def in_week(self, text: str) -> bool:
        return self.first.isoformat() <= text[:10] <= self.last.isoformat()

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        week = f"BETWEEN '{self.first}' AND '{self.last}'"
        return self.db.execute(sql.replace("IN WEEK", week)).fetchall()

    def share(self, part: float, whole: float) -> Told:
        return (round(part / whole, 4) if whole >= 30 else part, whole)

    def spread(self, sql: str) -> dict[str, float]:
        """n, middle value, and the least value that nine in ten do not exceed."""
        found = [value for (value,) in self.ask(f"{sql} ORDER BY 1")]
        half = len(found) // 2
        middle = found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2
        return {"n": len(found), "median": round(middle, 2), "p90": round(found[math.ceil(0.9 * len(found)) - 1], 2)}

    def solved_first(self) -> Told:
        ((part, whole),) = self.ask("""
          SELECT sum(ok), count(*) FROM (SELECT t.reopens = 0 AND count(o.id) = 0 AS ok FROM ticket t
            LEFT JOIN ticket o ON o.who = t.who AND o.id <> t.id AND o.created > t.solved
              AND o.created - t.solved <= 7 * 86400
            WHERE local_day(t.solved) IN WEEK GROUP BY t.id)""")
        return self.share(part, whole)

    def first_reply(self) -> dict[str, float]:
        return self.spread("""
          SELECT minutes FROM ticket WHERE minutes IS NOT NULL AND local_day(created) IN WEEK
          UNION ALL SELECT (answered - asked) / 60 FROM contact
            WHERE answered IS NOT NULL AND local_day(opened) IN WEEK""")

    def resolution(self) -> dict[str, float]:
        return self.spread(
            "SELECT (solved - created) / 60 FROM ticket WHERE local_day(solved) IN WEEK AND solved >= created"
        )

    def contacts(self) -> int:
        ((tickets,),) = self.ask("SELECT count(*) FROM ticket WHERE local_day(created) IN WEEK")
        ((threads,),) = self.ask("SELECT count(*) FROM contact WHERE local_day(opened) IN WEEK")
        return int(tickets + threads)

    def by_channel(self) -> dict[str, int]:
        found = Counter({"email": self.ask("SELECT count(*) FROM ticket WHERE local_day(created) IN WEEK")[0][0]})
        names = {"m": "livechat", "x": "zalo", "y": "zalo", "w": "whatsapp"}
        for (thread,) in self.ask("SELECT thread FROM contact WHERE local_day(opened) IN WEEK AND asked IS NOT NULL"):
            found[names[thread[0]]] += 1
        return {name: count for name, count in found.items() if count}

    def answered(self) -> Told:
        ((part, whole),) = self.ask("""
          SELECT sum(ok), count(*) FROM (
            SELECT coalesce(minutes <= 720, 0) AS ok FROM ticket WHERE local_day(created) IN WEEK
            UNION ALL SELECT coalesce(answered - asked <= 12 * 3600, 0) FROM contact
              WHERE asked IS NOT NULL AND local_day(opened) IN WEEK)""")
        return self.share(part, whole)

    def satisfaction(self) -> Told:
        rated = [
            r
            for (r,) in self.ask(
                "SELECT rating FROM ticket WHERE local_day(created) IN WEEK AND rating IN ('good', 'bad')"
            )
        ]
        stars = [int(row["Rating"]) for row in rows(awkward.RATINGS) if self.in_week(row["Recorded date"])]
        return self.share(rated.count("good") + sum(one >= 4 for one in stars), len(rated) + len(stars))

    def reviews(self) -> dict[str, float]:
        found = [(int(row["rating_star"][0]), bool(row["seller_reply"]))
                 for row in rows(awkward.REVIEWS_CORRECTED) if self.in_week(row["ctime"])]  # fmt: skip
        bad = [replied for stars, replied in found if stars < 3]
        return {"n": len(found), "good": sum(stars > 3 for stars, _ in found), "bad": len(bad), "replied": sum(bad)}

    def orders(self) -> dict[str, float]:
        states = {row["Order ID"]: row for row in rows(awkward.ORDERS) if self.in_week(row["Order Creation Date"])}
        told = Counter(row["Order Status"] for row in states.values())
        shopify = sum(self.in_week(row["Created at"]) for row in rows(awkward.SHOPIFY))
        sent = told["Completed"] + told["Shipped"] + told["Failed delivery"] + shopify
        return {"orders": len(states) + shopify, "cancelled": told["Cancelled"], "sent": sent,
                "failed": told["Failed delivery"], "shopee": len(states)}  # fmt: skip

    def returns(self) -> Counter[str]:
        causes = {row["Return ID"]: row["Return Reason"] for row in rows(awkward.RETURNS)
                  if self.in_week(row["Return Creation Time"])}  # fmt: skip
        return Counter(causes.values())

    def measure(self, name: str) -> list[float]:
        return [
            float(row["value"])
            for row in rows(awkward.MEASURES)
            if row["measure"] == name and self.in_week(row["date"])
        ]

    def nps(self) -> Told:
        high, middle, low = (sum(self.measure(f"nps_{name}")) for name in ("promoters", "passives", "detractors"))
        n = high + middle + low
        return (round(100 * (high - low) / n, 4) if n >= 30 else None, n)

    def days_at_goal(self) -> tuple[int, int]:
        days = {}
        for row in rows(awkward.MEASURES):
            if row["measure"] == "response_rate" and row["channel"] == "shopee" and self.in_week(row["date"]):
                value = float(row["value"].rstrip("%"))
                value = value / 100 if value > 1 else value
                days[row["date"]] = value >= (0.9 if row["date"] >= "2026-11-18" else 0.8)
        return sum(days.values()), len(days)

    def problems(self) -> dict[str, float]:
        found = [(row["day"], row["answered_on"]) for row in rows(awkward.PROBLEMS)]
        last = self.last.isoformat()
        spans = sorted(
            (date.fromisoformat(done) - date.fromisoformat(day)).days
            for day, done in found
            if done and self.in_week(done)
        )
        return {"new": sum(self.in_week(day) for day, _ in found),
                "open": sum(day <= last and (not done or done > last) for day, done in found),
                "answered": len(spans),
                "middle": (spans[(len(spans) - 1) // 2] + spans[len(spans) // 2]) / 2 if spans else -1,
                }  # fmt: skip

    def events(self) -> dict[str, Any]:
        found = [json.loads(line) for line in awkward.EVENTS.splitlines()]
        found = [one for one in found if self.in_week(one["at"])]
        votes = [one for one in found if one["kind"] == "vote"]
        searches = [one["outcome"] for one in found if one["kind"] == "search"]
        return {"votes": len(votes), "yes": sum(one["answer"] == "yes" for one in votes), "searches": len(searches),
                "nothing": searches.count("nothing"), "no_click": searches.count("no_click"),
                "no_by_page": Counter(one["page"] for one in votes if one["answer"] == "no")}  # fmt: skip
