"""Channels: what each one carries, what its marketplace forbids, and how a reply is written for it."""

from kb.channels.channel import Accents, Channel, Counting, Form, Links
from kb.channels.judge import Finding, check_text
from kb.channels.register import register_from_options, shipped_channels
from kb.channels.rule_pack import PackRule, RulePack, load_rule_packs
from kb.channels.script_rules import check_procedure_channels, check_scripts
from kb.channels.sms import Segments, count_segments
from kb.channels.writing import LinkTarget

__all__ = [
    "Accents",
    "Channel",
    "Counting",
    "Finding",
    "Form",
    "LinkTarget",
    "Links",
    "PackRule",
    "RulePack",
    "Segments",
    "check_procedure_channels",
    "check_scripts",
    "check_text",
    "count_segments",
    "load_rule_packs",
    "register_from_options",
    "shipped_channels",
]
