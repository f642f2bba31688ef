"""Connects the guides with the examples: finds the example that each block of code comes from, shows its includes and links to
it; makes a page of each example; and leads links to files outside docs/ to these pages."""

import html
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

log = logging.getLogger(__name__)
HELP = {"tools/invite_csv/help.txt": "clerk-invite", "tools/fake_backend/help.txt": "clerk-fake-backend"}
LANGUAGES = {"cpp": "cpp", "cmake": "cmake", "sh": "sh"}


def examples(project: Path) -> dict[str, str]:
    """The text of each file in examples/, by its path."""
    files = sorted(file for file in (project / "examples").rglob("*") if file.suffix in (".cpp", ".sh", ".txt"))
    files = [file for file in files if "test" not in file.parts]
    return {str(file.relative_to(project)): file.read_text(encoding="utf-8") for file in files}


def page_of(path: str) -> str:
    return path.removesuffix(".txt").replace(".", "_")


def indented(block: list[str], by: int) -> list[str]:
    return [" " * by + line if line else line for line in block]


def contains(text: str, block: list[str]) -> bool:
    """Whether the lines are part of the text, all of them indented by the same number of blanks."""
    lines = text.splitlines()
    for begin in (number for number, line in enumerate(lines) if line.endswith(block[0])):
        shift = len(lines[begin]) - len(block[0])
        if lines[begin][:shift].isspace() | (shift == 0) and lines[begin : begin + len(block)] == indented(block, shift):
            return True
    return False


def write_pages(app, config):
    """Writes one page for each example, their list, the help pages of the programs and the changelog."""
    project = Path(config.breathe_projects["clerk"]).parents[2]
    app.clerk_examples = examples(project)
    folder = Path(app.srcdir)
    names = []
    for path, text in app.clerk_examples.items():
        language = LANGUAGES.get(Path(path).suffix[1:], "cmake")
        page = folder / (page_of(path) + ".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# {path.removeprefix('examples/')}\n\n~~~{language}\n{text}~~~\n", encoding="utf-8")
        names.append(page_of(path).removeprefix("examples/"))
    index = "# Examples\n\nThe tests build and run each of these files.\n\n```{toctree}\n" + "\n".join(names) + "\n```\n"
    (folder / "examples" / "index.md").write_text(index, encoding="utf-8")
    for path, name in HELP.items():
        text = (project / path).read_text(encoding="utf-8")
        (folder / f"{name}.md").write_text(f"# {name}\n\n~~~text\n{text}~~~\n", encoding="utf-8")
    (folder / "changelog.md").write_text((project / "CHANGELOG.md").read_text(encoding="utf-8"), encoding="utf-8")


def lead_links(app, docname, source):
    """Leads links to examples and to the changelog to their pages, and removes those to other files outside docs/."""
    up = "../" * docname.count("/")

    def led(match):
        text, path, anchor = match.group(1), match.group(2), match.group(3) or ""
        path = re.sub(r"^(\.\./)+", "", path)
        if path in app.clerk_examples:
            return f"[{text}]({up}{page_of(path)}.md{anchor})"
        page = "changelog" if path == "CHANGELOG.md" else HELP.get(path)
        if page:
            return f"[{text}]({up}{page}.md{anchor})"
        return text

    if not docname.startswith("examples/"):
        source[0] = re.sub(r"\[([^]]+)\]\(((?:\.\./)+[^)#]+)(#[^)]*)?\)", led, source[0])


def add_sources(app, doctree, docname):
    """Puts the includes of an example and a link to it below each block of code."""
    if docname.startswith(("examples/", "reference/")):
        return
    for block in list(doctree.findall(nodes.literal_block)):
        language = block.get("language")
        if language not in LANGUAGES:
            continue
        text = block.astext().splitlines()
        path = next((path for path, whole in app.clerk_examples.items() if contains(whole, text)), None)
        if path is None:
            if language != "sh":  # commands are also parts of other scripts, which a test checks
                log.warning("this block is in none of the examples: %s", text[0], location=block)
            continue
        uri = app.builder.get_relative_uri(docname, page_of(path))
        includes = [line for line in app.clerk_examples[path].splitlines() if line.startswith("#include")]
        source = f'From <a href="{uri}">{path}</a>'
        if includes and language == "cpp":
            lines = html.escape("\n".join(includes))
            markup = f'<details class="source"><summary>{source}, with these includes</summary><pre>{lines}</pre></details>'
        else:
            markup = f'<p class="source">{source}</p>'
        # The builder copies a block and its caption together.
        place = block.parent if isinstance(block.parent, nodes.container) else block
        place.parent.insert(place.parent.index(place) + 1, nodes.raw("", markup, format="html"))


def setup(app):
    app.connect("config-inited", write_pages)
    app.connect("source-read", lead_links)
    app.connect("doctree-resolved", add_sources)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
