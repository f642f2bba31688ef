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

# The example of each type: a file, and the start of a function or class in it.
CREATE = ("create_invitation", "boost::asio::awaitable<void> invite")
DECIDE = ("readme_snippets", "asio::awaitable<void> invite(")
CONFIGURED = ("readme_snippets", "clerk::ClientOptions configured()")
EXPLAIN = ("inviting", "void explain(")
FIND = ("inviting", "asio::awaitable<clerk::Result<std::optional<clerk::Invitation>>> find_pending")
PARAMETERS = ("inviting", "clerk::CreateInvitationParams with_all_parameters()")
MANY = ("whole_resource", "asio::awaitable<void> invite_everybody")
ANY_REQUEST = ("whole_resource", "asio::awaitable<void> ask_another_endpoint")
SERVICE = ("service", "clerk::ClientOptions options_of_the_service()")
PROXY = ("service", "clerk::ClientOptions options_behind_a_proxy(")
WATCH = ("service", "class Watch")
EXAMPLES = {
    "Client": ("service", "void run("), "Invitations": CREATE,
    "InvitationPager": ("whole_resource", "asio::awaitable<void> revoke_the_last_pending"),
    "CreateInvitationParams": PARAMETERS, "TemplateSlug": PARAMETERS, "ListInvitationsParams": FIND,
    "InviteManyOptions": MANY, "InviteManyProgress": MANY,
    "RequestOptions": ("readme_snippets", "asio::awaitable<clerk::Result<clerk::Invitation>> invite_at_once"),
    "HandleOptions": ("whole_resource", "asio::awaitable<void> as_another_tenant"),
    "ApiRequest": ANY_REQUEST, "ApiResponse": ANY_REQUEST,
    "Result": DECIDE, "Invitation": ("inviting", "asio::awaitable<void> invite_without_an_email"), "InvitationPage": FIND,
    "InvitationStatus": FIND,
    "ClerkError": DECIDE, "Advice": DECIDE, "ErrorKind": EXPLAIN, "Delivery": EXPLAIN, "Phase": EXPLAIN, "NotRetried": EXPLAIN,
    "ApiError": EXPLAIN, "ClerkException": ("inviting", "asio::awaitable<void> invite_or_throw"),
    "ClientOptions": CONFIGURED, "PoolOptions": SERVICE, "TimeoutOptions": SERVICE, "RetryOptions": CONFIGURED,
    "RateLimitOptions": CONFIGURED, "RateLimitMode": CONFIGURED, "TlsOptions": PROXY, "TlsVersion": PROXY, "LimitOptions": PROXY,
    "SecretKey": PROXY, "ProxyUrl": PROXY,
    "Observer": WATCH, "CallStart": WATCH, "AttemptEnd": WATCH, "CallEnd": WATCH, "Hold": WATCH, "ConnectionOpen": WATCH,
    "ConnectionClose": WATCH, "CloseReason": WATCH, "LogObserver": CONFIGURED, "LogLevel": CONFIGURED,
    "ClientStats": ("service", "void print_counters"),
    "testing::FakeBackend": ("testing_your_code", "void invites()"),
    "testing::FakeBackendOptions": ("testing_your_code", "void is_blocked()"),
    "testing::RecordedRequest": ("testing_your_code", "void is_blocked()"),
    "testing::Reply": ("testing_your_code", "void loses_the_answer()"),
    "testing::Endpoint": ("testing_your_code", "void meets_the_rate_limit()"),
}


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


def repair_urls(xml: Path) -> None:
    """Doxygen makes links of URLs in code, which Breathe leaves out."""
    for file in xml.glob("*.xml"):
        text = file.read_text(encoding="utf-8")
        repaired = re.sub(r"<computeroutput>.*?</computeroutput>", lambda code: re.sub("</?ulink[^>]*>", "", code.group()), text)
        if repaired != text:
            file.write_text(repaired, encoding="utf-8")


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
    file, start = EXAMPLES[name]
    text += "\n" + title("Example", "-") + ".. code-block:: cpp\n\n"
    for line in example(project, f"examples/{file}.cpp", start).splitlines():
        text += f"   {line}\n" if line else "\n"
    text += f"\n:doc:`{file}.cpp </examples/{file}_cpp>`\n"
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
    repair_urls(xml)
    missing = {name for name in types if not nested(name, types)} ^ {name for names in GROUPS.values() for name in names}
    missing |= EXAMPLES.keys() ^ {name for names in GROUPS.values() for name in names}
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
