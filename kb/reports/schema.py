"""The schema of front matter as JSON Schema (draft 2020-12), for editors."""

from __future__ import annotations

from typing import Any

from kb.content.model import Kind
from kb.content.schema import FIELDS, Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def front_matter_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of one kind's front matter. Unknown fields are refused; every field may be left out."""
    fields = {field.name: _property(field) for field in FIELDS if kind in field.kinds}
    return {
        "$schema": DIALECT,
        "title": f"kb: front matter of a {kind.value}",
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
    }


def all_schemas() -> dict[str, Any]:
    """One schema that holds every kind's under `$defs`, and takes what any of them takes."""
    kinds = {kind.value: front_matter_schema(kind) for kind in Kind}
    for schema in kinds.values():
        del schema["$schema"]
    return {
        "$schema": DIALECT,
        "title": "kb: front matter",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
        "$defs": kinds,
    }


def _property(field: Field) -> dict[str, Any]:
    return {**_nullable(dict(field.json_schema)), "description": f"{field.what} Example: {field.example}"}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` as our reader takes it: a field without a value counts as left out, one text as a list of one."""
    if schema.get("type") == "array" and schema.get("items") == {"type": "string"}:
        return {"anyOf": [schema, {"type": ["string", "null"]}]}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return schema
