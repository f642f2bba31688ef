"""Makes the pages of the reference from Doxygen's XML: one page for each type, one for the functions of each header."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from sphinx.errors import ExtensionError

# Each type belongs to one group; a new type is an error until it is here.
GROUPS = {
    "Client and operations": ["Client", "Invitations", "InvitationPager"],
    "Parameters": ["CreateInvitationParams", "ListInvitationsParams", "InviteManyOptions", "InviteManyProgress", "RequestOptions", "HandleOptions", "ApiRequest", "TemplateSlug"],
    "Results": ["Result", "Invitation", "InvitationPage", "InvitationStatus", "ApiResponse"],
    "Errors": ["ClerkError", "ErrorKind", "Delivery", "Phase", "Advice", "NotRetried", "ApiError", "ClerkException"],
    "Options": ["ClientOptions", "PoolOptions", "TimeoutOptions", "RetryOptions", "RateLimitOptions", "RateLimitMode", "TlsOptions",
                "TlsVersion", "LimitOptions", "SecretKey", "ProxyUrl"],
    "Observers and counters": ["Observer", "CallStart", "AttemptEnd", "CallEnd", "Hold", "ConnectionOpen", "ConnectionClose",
                               "CloseReason", "LogObserver", "LogLevel", "ClientStats"],
    "Stand-in for tests": ["testing::FakeBackend", "testing::FakeBackendOptions", "testing::Reply", "testing::RecordedRequest",
                           "testing::Endpoint"],
}

# The example of a type: a file, and the start of a function or block in it.
EXAMPLES = {}


def title(text: str, line: str = "=") -> str:
    return f"{text}\n{line * len(text)}\n\n"


def example(project: Path, file: str, start: str) -> str:
    """The lines of a file from the one that begins with `start` to the end of its block."""
    lines = (project / file).read_text(encoding="utf-8").splitlines()
    begin = next((number for number, line in enumerate(lines) if line.strip().startswith(start)), None)
    if begin is None:
        raise ExtensionError(f"{file} has no line that begins with: {start}")
    indent = re.match(" *", lines[begin]).group()
    end = next((number for number in range(begin, len(lines)) if re.match(indent + r"[})]+;?( //.*)?$", lines[number])), begin)
    return "\n".join(line.removeprefix(indent) for line in lines[begin : end + 1])


def declarations(xml: Path):
    """The types, as {name: (directive, header)}, and the functions, aliases and macros, as {header: [directive]}."""
    types, others = {}, {}
    for compound in ElementTree.parse(xml / "index.xml").getroot():
        kind, name = compound.get("kind"), compound.findtext("name")
        if kind not in ("class", "struct", "namespace", "file"):
            continue
        definition = ElementTree.parse(xml / f"{compound.get('refid')}.xml").find("compounddef")
        if kind in ("class", "struct"):
            types[name.removeprefix("clerk::")] = (f"doxygen{kind}", definition.find("location").get("file"))
            continue
        for member in definition.iter("memberdef"):
            member_kind, member_name = member.get("kind"), member.findtext("name")
            header = member.find("location").get("file")
            qualified = member_name if kind == "file" else f"{name}::{member_name}"
            if member_kind == "enum" or member_name == "Result":
                types[qualified.removeprefix("clerk::")] = (f"doxygen{member_kind}", header)
            elif kind == "namespace" or member_kind == "define":
                parameters = ", ".join(ElementTree.tostring(each, "unicode", "text").strip() for each in member.findall("param/type"))
                directive = f".. doxygen{member_kind}:: {qualified}" + (f"({parameters})" if member_kind == "function" else "")
                others.setdefault(header, []).append(directive)
    return types, others


def nested(name: str, types) -> bool:
    return name.rpartition("::")[0] in types


def write_type(app, project: Path, name: str, directive: str, header: str) -> str:
    text = title(name) + f".. code-block:: cpp\n\n   #include <{header}>\n\n.. {directive}:: clerk::{name}\n"
    if directive in ("doxygenclass", "doxygenstruct"):
        text += "   :members:\n"
    if name in EXAMPLES:
        file, start = EXAMPLES[name]
        code = example(project, file, start)
        text += "\n" + title("Example", "-") + ".. code-block:: cpp\n\n"
        text += "".join(f"   {line}\n" if line else "\n" for line in code.splitlines())
        text += f"\n:doc:`{file.removeprefix('examples/')} </{file.replace('.', '_')}>`\n"
    page = name.replace("::", "_")
    (Path(app.srcdir) / "reference" / f"{page}.rst").write_text(text, encoding="utf-8")
    return page


def write_functions(app, others) -> None:
    text = title("Functions and macros")
    for header in sorted(others):
        text += title(f"<{header}>", "-")
        text += "\n\n".join(others[header]) + "\n\n"
    (Path(app.srcdir) / "reference" / "functions.rst").write_text(text, encoding="utf-8")


def write_pages(app, config):
    xml = Path(config.breathe_projects["clerk"])
    types, others = declarations(xml)
    missing = {name for name in types if not nested(name, types)} ^ {name for names in GROUPS.values() for name in names}
    if missing:
        raise ExtensionError(f"docs/site/reference.py and the headers disagree about: {', '.join(sorted(missing))}")
    folder = Path(app.srcdir) / "reference"
    folder.mkdir(exist_ok=True)
    index = title("Reference") + "One page for each type. ``#include <clerk/clerk.hpp>`` includes all of them except the stand-in,\n"
    index += "``clerk/json.hpp``, ``clerk/format.hpp`` and ``clerk/log_observer.hpp``.\n\n.. toctree::\n\n"
    for group, names in GROUPS.items():
        pages = [write_type(app, xml.parents[2], name, *types[name]) for name in names]
        slug = group.lower().replace(" ", "-")
        text = title(group) + ".. toctree::\n\n" + "".join(f"   {page}\n" for page in pages)
        (folder / f"{slug}.rst").write_text(text, encoding="utf-8")
        index += f"   {slug}\n"
    index += "   functions\n"
    write_functions(app, others)
    (folder / "index.rst").write_text(index, encoding="utf-8")


def setup(app):
    app.connect("config-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
