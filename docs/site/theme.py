"""Repairs Debian's package of the Furo theme: it needs a web server with Debian's paths, and a bundler for its scripts."""

import re
from pathlib import Path


def bundle(site: Path, static: Path) -> None:
    """Joins modules into one script, because browsers load no modules from file://."""
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        changed = re.sub(r'<script type="module" (src="[^"]*/furo\.js)', r"<script defer \1", text)
        if changed != text:
            page.write_text(changed, encoding="utf-8")
    script = static / "scripts" / "furo.js"
    text = script.read_text(encoding="utf-8")
    imported = re.match(r'import (?:\* as )?Gumshoe from "(\./[^"]+)";\n', text)
    if imported:
        module = (script.parent / imported.group(1)).read_text(encoding="utf-8")
        script.write_text(module + text[imported.end() :], encoding="utf-8")


def embed_styles(static: Path) -> None:
    """Replaces an import of a style sheet by an absolute path of the server by its text."""
    style = static / "styles" / "furo.css"
    text = style.read_text(encoding="utf-8")
    imported = re.match(r'@import url\("?/javascript/([^")]+)"?\);\n?', text)
    if imported:
        other = Path("/usr/share/javascript") / imported.group(1)
        style.write_text(other.read_text(encoding="utf-8") + text[imported.end() :], encoding="utf-8")


def repair(app, exception):
    if exception is None and app.builder.name == "html":
        static = Path(app.outdir) / "_static"
        bundle(Path(app.outdir), static)
        embed_styles(static)


def setup(app):
    app.connect("build-finished", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
