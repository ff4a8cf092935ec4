"""The Content-Security-Policy of each edition, whoever writes it."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from kb.editions.page_policy import allows, page_policy
from kb.project.allowed_hosts import AllowedHosts
from kb.project.editions import EditionName
from kb.project.options import Options
from kb.website.output.security_headers import page_headers

HOSTS = MappingProxyType(
    {"images": ("https://cdn.example.com", "https://*.p.example"), "frames": ("https://v.example",)}
)


def policy_line(options: Options, edition: EditionName) -> str:
    return page_headers(options, edition)["Content-Security-Policy"]


def test_hosts_stand_in_the_directive_of_their_purpose_and_nowhere_else() -> None:
    line = policy_line(Options(allow_hosts=AllowedHosts(HOSTS)), "public")
    assert "img-src 'self' data: https://cdn.example.com https://*.p.example;" in line
    assert "frame-src 'self' https://v.example;" in line
    assert "script-src 'self';" in line and line.count("https://") == 3


@pytest.mark.parametrize(
    "options",
    [
        Options(allow_hosts=AllowedHosts(HOSTS)),
        Options(allow_hosts=AllowedHosts(HOSTS, ("public", "agents")), lock=True),
    ],
)
def test_the_agents_edition_stays_closed_unless_it_is_named_and_a_locked_one_always(options: Options) -> None:
    assert "https://" not in policy_line(options, "agents")


def test_the_agents_edition_loads_what_it_may() -> None:
    options = Options(allow_hosts=AllowedHosts(HOSTS, ("agents",)))
    assert "https://cdn.example.com" in policy_line(options, "agents")
    assert "https://" not in policy_line(options, "public")


@pytest.mark.parametrize(
    ("directive", "address", "may"),
    [
        ("img-src", "https://cdn.example.com/a.png", True),
        ("img-src", "https://cdn.example.com:8443/a.png", False),
        ("img-src", "https://cdn.example.com.evil.example/a.png", False),
        ("img-src", "https://a.p.example/a.png", True),
        ("img-src", "https://p.example/a.png", False),
        ("img-src", "http://cdn.example.com/a.png", False),
        ("img-src", "data:image/png;base64,x", True),
        ("font-src", "data:font/woff2;base64,x", False),
        ("media-src", "https://cdn.example.com/a.mp4", False),
        ("frame-src", "https://v.example/1", True),
    ],
)
def test_an_address_is_judged_as_browsers_judge_it(directive: str, address: str, may: bool) -> None:
    assert allows(page_policy(Options(allow_hosts=AllowedHosts(HOSTS)), "public"), directive, address) is may
