"""The directive `picture`: a Graphviz file of docs/site/pictures, drawn into the page in the colours of the theme."""

import re
import subprocess
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

FOLDER = Path(__file__).resolve().parent / "pictures"


def draw(name: str, alt: str) -> str:
    """The picture as SVG without colours and sizes of its own, so that a style sheet sets them."""
    svg = subprocess.run(["dot", "-Tsvg", FOLDER / f"{name}.dot"], check=True, capture_output=True, text=True).stdout
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'<svg width="(\d+)pt" height="\d+pt"', r'<svg style="max-width: \1pt" role="img"', svg)
    svg = svg.replace('fill="black"', 'fill="currentColor"').replace('stroke="black"', 'stroke="currentColor"')
    svg = re.sub(r"<text ", '<text fill="currentColor" ', svg)
    svg = re.sub(r"<!--.*?-->|<title>.*?</title>", "", svg, flags=re.S)
    # Colours by meaning: a style sheet has two values of each.
    svg = re.sub(r'(fill|stroke)="(?:#)?(gold|lightblue|lightgrey|lightpink|palegreen)"', r'class="\2-\1"', svg)
    return svg.replace(">", f' aria-label="{alt}">', 1)


class Picture(SphinxDirective):
    required_arguments = 1
    option_spec = {"alt": directives.unchanged_required}

    def run(self):
        self.env.note_dependency(str(FOLDER / f"{self.arguments[0]}.dot"))
        return [nodes.raw("", f'<div class="picture">{draw(self.arguments[0], self.options["alt"])}</div>', format="html")]


def setup(app):
    app.add_directive("picture", Picture)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
