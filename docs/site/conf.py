"""Settings of Sphinx for the documentation site. scripts/docs builds it from a copy of docs/ in build/docs/source."""

import os
import re
import sys
from pathlib import Path

site = Path(__file__).resolve().parent
project_dir = Path(os.environ["CLERK_PROJECT_DIR"])
sys.path.insert(0, str(site))

project = "clerk"
author = copyright = "the clerk developers"  # pylint: disable=redefined-builtin
version_header = (project_dir / "include/clerk/version.hpp").read_text(encoding="utf-8")
release = version = ".".join(re.search(rf"CLERK_VERSION_{part} (\d+)", version_header).group(1) for part in ("MAJOR", "MINOR", "PATCH"))

extensions = ["myst_parser", "breathe", "sphinx_copybutton", "reference", "snippets", "pictures", "theme"]
breathe_projects = {"clerk": str(project_dir / "build/docs/xml")}
breathe_default_project = "clerk"
breathe_show_include = False  # each page of the reference names its header
breathe_domain_by_extension = {"hpp": "cpp"}
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["site"]
myst_heading_anchors = 3
highlight_language = "none"
pygments_style = "friendly"
pygments_dark_style = "monokai"

html_theme = "furo"
html_title = f"clerk {release}"
html_favicon = str(site / "static/icon.svg")
html_static_path = [str(site / "static")]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
