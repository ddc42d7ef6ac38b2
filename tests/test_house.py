"""The house's own laws: what no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("flows", "connectors", "prompts", "schemas")
SOURCES = sorted(path for room in (*ROOMS, "tests") for path in (HOUSE / room).rglob("*.py"))
OURS = [path for path in SOURCES if path.relative_to(HOUSE).parts[0] != "tests"]
TESTS = [path for path in SOURCES if path.relative_to(HOUSE).parts[0] == "tests"]

FILE_LINES = 300
BODY_LINES = 40
CLOCK = ("flows/context.py", "connectors/standin/*")  # the stand-in imports nothing of ours
TERMINAL = ("flows/cli/*", "connectors/standin/server.py")
REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|(?:deb|security)[.]debian[.]org"
    r"|anaconda[.]org|--(?:extra-)?index-url(?= |=)|--find-links(?= |=)"
)

PATCHES = re.compile(r"\bpatch$|\bpatch[.](?:object|multiple)$|monkeypatch[.](?:set|del)attr$")


def test_a_file_has_at_most_300_lines() -> None:
    """What does not fit is two things."""
    long = [f"{where(path)}: {n}" for path in SOURCES if (n := lines(path)) > FILE_LINES]
    assert not long, "\n".join(long)


def test_a_function_has_at_most_40_lines() -> None:
    """Its docstring and its signature do not count; a migration lists tables, however many."""
    long = [
        f"{where(path, function)} {function.name}: {n}"
        for path in SOURCES
        if "migrations" not in path.parts
        for function in functions(path)
        if (n := body_lines(function)) > BODY_LINES
    ]
    assert not long, "\n".join(long)


def test_time_and_chance_come_through_the_clock() -> None:
    """Where one door leads to both, a test can stand in it."""
    asked = [
        where(path, node)
        for path in OURS
        if not matches(path, CLOCK)
        for node in ast.walk(tree(path))
        if asks_for_time_or_chance(node)
    ]
    assert not asked, "\n".join(asked)


def test_only_the_terminal_is_printed_to() -> None:
    """Everything else returns what it has to say, or logs it."""
    printing = [
        where(path, node)
        for path in OURS
        if not matches(path, TERMINAL)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) == "print"
    ]
    assert not printing, "\n".join(printing)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_shares_its_name_with_nothing_installed(room: str) -> None:
    """The rooms are top-level packages: a namesake would be imported in their place, or mixed."""
    owners = set(installed().get(room, []))
    assert owners <= {"rubricator"}


def test_help_is_quick() -> None:
    """The help imports nothing that takes long to import."""
    program = (
        "import sys\n"
        "from flows.cli.app import main\n"
        "sys.argv = ['rubricator', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as ending:\n"
        "    assert not ending.code, ending.code\n"
        "print(sorted({'prefect', 'anthropic', 'sqlmodel'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert "rubricator" in done.stdout


def test_contributing_quotes_the_protocols() -> None:
    """Who writes a connector reads the two protocols as they are."""
    contributing = (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    source = (HOUSE / "connectors/cms.py").read_text(encoding="utf-8")
    quotes = re.findall(r"^```python\n(.*?)^```$", contributing, re.DOTALL | re.MULTILINE)
    assert source[source.index("class Reader") :] in quotes


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is decided by the machine that installs them."""
    naming = [
        f"{path.relative_to(HOUSE)}: {found[0]}"
        for path in kept_files(HOUSE)
        if (found := REGISTRIES.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not naming, "\n".join(naming)


def test_what_is_imported_is_declared() -> None:
    """What another package happens to bring along may be gone with its next version."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonical(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    owners = installed()
    undeclared = {
        f"{where(path)}: {module}"
        for path in OURS
        for module in imported(tree(path)) - {*ROOMS, *sys.stdlib_module_names}
        if not declared & {canonical(name) for name in owners.get(module, [])}
    }
    assert not undeclared, "\n".join(sorted(undeclared))


def test_a_test_says_what_it_shows() -> None:
    """A name and a sentence: together they are what a failure is read by."""
    silent = [
        f"{where(path, function)} {function.name}"
        for path in TESTS
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert not silent, "\n".join(silent)


def test_a_test_replaces_nothing_of_ours() -> None:
    """A stand-in, a folder and a clock are enough; a patched module tests the patch."""
    replaced = [where(path, call) for path in TESTS for call in replacements(tree(path))]
    assert not replaced, "\n".join(replaced)


@cache
def installed() -> Mapping[str, list[str]]:
    """Which distributions bring each top-level package."""
    return packages_distributions()


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), path)


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place, as editors jump to it."""
    line = getattr(node, "lineno", 1)
    return f"{path.relative_to(HOUSE)}:{line}"


def matches(path: Path, patterns: tuple[str, ...]) -> bool:
    """Whether a file is one of those."""
    return any(fnmatch(path.relative_to(HOUSE).as_posix(), pattern) for pattern in patterns)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function's body has behind its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def called(call: ast.Call) -> str:
    """What is called, as it is written."""
    return ast.unparse(call.func)


def asks_for_time_or_chance(node: ast.AST) -> bool:
    """Whether a clock is read, slept by, or dice are thrown, past our own."""
    if isinstance(node, ast.Import):
        return any(name.name == "random" for name in node.names)
    if isinstance(node, ast.ImportFrom):
        taken = {name.name for name in node.names}
        return node.module == "random" or (node.module == "time" and "sleep" in taken)
    return isinstance(node, ast.Call) and called(node) in (
        "time.sleep",
        "time.time",
        "date.today",
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
    )


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(module: ast.Module) -> set[str]:
    """The top-level packages that a file imports."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def imported_from_us(module: ast.Module) -> set[str]:
    """The names that a file has from our rooms."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS:
            found |= {name.asname or name.name for name in node.names}
        if isinstance(node, ast.Import):
            names = (name.asname or name.name.split(".")[0] for name in node.names)
            found |= {name for name in names if name in ROOMS}
    return found


def replacements(module: ast.Module) -> Iterator[ast.Call]:
    """The calls that put something in the place of what is ours."""
    ours = imported_from_us(module)
    for call in ast.walk(module):
        if not isinstance(call, ast.Call) or not call.args or not PATCHES.search(called(call)):
            continue
        target = call.args[0]
        named = target.value if isinstance(target, ast.Constant) else ast.unparse(target)
        if str(named).split(".")[0] in {*ours, *ROOMS}:
            yield call


def kept_files(folder: Path) -> Iterator[Path]:
    """The files of this folder that the repository keeps."""
    ignored = (HOUSE / ".gitignore").read_text(encoding="utf-8").split()
    names = [".git", *(pattern.strip("/") for pattern in ignored)]
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, name) for name in names):
            continue
        if path.is_dir():
            yield from kept_files(path)
        else:
            yield path
