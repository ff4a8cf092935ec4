"""The shop's own look as templates are given it: links and words of one language, pictures with their sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.project.look import Link
from kb.project.options import Options, in_language
from kb.website.views.types import Card, LinkView, LookView, PictureView


def look_view(
    options: Options,
    language: str,
    *,
    card: Callable[[str, str], Card | None],
    sizes: Mapping[str, tuple[int, int, bool]],
) -> LookView:
    """`options.look` for pages of `language`; `card` finds articles, `sizes` are those of its pictures.

    A link to an article that this edition does not have is left out.
    """
    look = options.look

    def link(one: Link) -> LinkView | None:
        name = in_language(one.name, language, options.default_language)
        if one.url:
            return LinkView(name, one.url, True)
        found = card(one.article, language)
        return LinkView(name or found.title, found.url, False) if found else None

    def picture(name: str) -> PictureView | None:
        return PictureView(name, *sizes.get(name, (0, 0))[:2]) if name else None

    return LookView(
        logo_dark=look.logo_dark,
        home_picture=picture(look.home_picture),
        share_picture=picture(look.share_picture),
        header_links=tuple(found for one in look.header_links if (found := link(one))),
        footer_links=tuple(found for one in look.footer_links if (found := link(one))),
        copyright=in_language(look.copyright, language, options.default_language),
    )
