"""What Debian has: the packages of this machine, and files out of another suite's packages."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.real.servers.processes import ServerError, run, say

ETC_APT = Path("/etc/apt")
WAIT_FOR_OTHERS = "DPkg::Lock::Timeout=300"  # seconds
CONF = """
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "{folder}/sources";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "{folder}/lists";
Dir::Cache "{folder}/cache";
APT::Sandbox::User "root";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
"""
ONE_LINE = re.compile(r"deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)")
# What its package links to, and so has to be unpacked beside it.
BESIDE = re.compile(r"\b(?:wordpress-theme-|libjs-|libphp-|php-getid3\b)[a-z0-9.-]*")


class DownloadError(ServerError):
    """WordPress itself cannot be had from here."""


def install(packages: Iterable[str]) -> None:
    """See that these packages of this machine's own Debian are there.

    None of those asked for here has a service, so none is started.
    """
    missing = [name for name in packages if not installed(name)]
    if not missing:
        return
    if os.geteuid():
        raise ServerError(f"packages: {' '.join(missing)} missing; apt-get install them as root")
    say(f"installing {' '.join(missing)} with apt-get")
    run("apt-get", "-o", WAIT_FOR_OTHERS, "-q", "update")
    run("apt-get", "-o", WAIT_FOR_OTHERS, "-qy", "install", "--no-install-recommends", *missing)


def installed(package: str) -> bool:
    """Whether a package is on this machine, whole."""
    try:
        return run("dpkg-query", "-Wf", "${db:Status-Status}", package) == "installed"
    except ServerError:
        return False


def download(suite: str, folder: Path) -> None:
    """Put WordPress's package of a suite, and what it links to, into a folder.

    Asks this machine's own mirrors, through a state of apt's that is thrown away afterwards.
    Raises `DownloadError`, or `ServerError` where this machine knows no mirror.
    """
    lines = list(sources(suite))
    if not lines:
        raise ServerError(f"{ETC_APT}: names no mirror of Debian {codename()}; add one")
    state, packages = folder / "apt", folder / "packages"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        (state / name).mkdir(parents=True)
    packages.mkdir()
    (state / "sources/suite.list").write_text("\n".join(lines) + "\n", encoding="utf-8")
    conf = state / "apt.conf"
    conf.write_text(CONF.format(folder=state), encoding="utf-8")
    try:
        # A mirror that fails is told by what is missing then.
        updated = run("sh", "-c", 'apt-get -q -c "$1" update 2>&1 || true', "sh", conf)
        try:
            about = run("apt-cache", "-c", conf, "show", "--no-all-versions", "wordpress")
            needed = re.findall(r"^(?:Depends|Recommends): (.*)$", about, re.MULTILINE)
            names = sorted({"wordpress", *BESIDE.findall(" ".join(needed))})
            run("apt-get", "-q", "-c", conf, "download", *names, cwd=packages)
        except ServerError as error:
            raise DownloadError(f"WordPress of Debian {suite}: {error}\n{updated}") from error
    finally:
        shutil.rmtree(state)


def sources(suite: str) -> Iterator[str]:
    """This machine's own sources of Debian, with the suite's name in the place of its own."""
    own = codename()
    files = [ETC_APT / "sources.list", *sorted((ETC_APT / "sources.list.d").glob("*"))]
    for file in files:
        if not file.is_file() or file.suffix not in (".list", ".sources"):
            continue
        text = file.read_text(encoding="utf-8")
        for options, address, name in one_line(text) if file.suffix == ".list" else stanzas(text):
            if name == own or (name.startswith(f"{own}-") and suite != "sid"):
                yield f"deb {options}{address} {suite}{name.removeprefix(own)} main"


def one_line(text: str) -> Iterator[tuple[str, str, str]]:
    """Options, address and suite of each source in the old format."""
    for line in text.splitlines():
        if (source := ONE_LINE.match(line)) and "main" in source[4].split():
            yield source[1] or "", source[2], source[3]


def stanzas(text: str) -> Iterator[tuple[str, str, str]]:
    """Options, address and suite of each source in deb822's format."""
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(.*)$", stanza, re.MULTILINE))
        if "main" not in fields.get("Components", "").split() or fields.get("Enabled") == "no":
            continue
        key = fields.get("Signed-By", "")
        options = f"[signed-by={key}] " if key.startswith("/") else ""
        for address in fields.get("URIs", "").split():
            for name in fields.get("Suites", "").split():
                yield options, address, name


def codename() -> str:
    """The name of this machine's Debian, such as bookworm."""
    told = Path("/etc/os-release").read_text(encoding="utf-8")
    system: dict[str, str] = dict(re.findall(r'^(\w+)="?(.*?)"?$', told, re.MULTILINE))
    if system.get("ID") != "debian" or "VERSION_CODENAME" not in system:
        raise ServerError("this machine: is not a released Debian; use one, such as a container")
    return system["VERSION_CODENAME"]


def unpack(packages: Path, code: Path) -> None:
    """WordPress's own folder out of the packages, with files where Debian has links."""
    whole = code.with_name("unpacked")
    for package in sorted(packages.glob("*.deb")):
        run("dpkg-deb", "-x", package, whole)
    for link in [path for path in whole.rglob("*") if path.is_symlink()]:
        aim = str(link.readlink())
        there = whole / aim.lstrip("/") if aim.startswith("/") else link.parent / aim
        link.unlink()
        if there.is_file():
            shutil.copyfile(there, link)
        elif Path(aim).is_absolute() and Path(aim).is_file():  # the machine's certificates
            shutil.copyfile(aim, link)
    (whole / "usr/share/wordpress").rename(code)
    (code / "wp-config.php").unlink()  # a site has its own
    shutil.rmtree(whole)
