"""The servers do what tests rely on, and are as odd as the real ones they are."""

import os
from typing import Any

import pytest
import requests

from tests.real.servers import ServerError, Site, wordpress

OLDEST = {"new": (7, 1), "old": (6, 1)}  # Debian sid goes on


def get(site: Site, route: str, *, auth: tuple[str, str] | None = None) -> requests.Response:
    """The answer to a question, of a visitor unless there is somebody."""
    return requests.get(f"{site.url}/wp-json/wp/v2/{route}", auth=auth, timeout=60)


def me(site: Site, auth: tuple[str, str]) -> dict[str, Any]:
    """What a site knows of who asks."""
    answered = get(site, "users/me?context=edit", auth=auth)
    assert 200 == answered.status_code, answered.text
    about: dict[str, Any] = answered.json()
    return about


def test_a_site_answers(site: Site, kind: str) -> None:
    """It is the WordPress that was asked for, with a zone of its own and no posts."""
    root = requests.get(f"{site.url}/wp-json/", timeout=60).json()
    assert OLDEST[kind] <= tuple(int(part) for part in site.version.split(".")[:2])
    assert ("The Daily Loopback", "Europe/Berlin") == (root["name"], root["timezone_string"])
    assert [] == get(site, "posts").json()


def test_an_application_password_lets_the_administrator_in(site: Site) -> None:
    """Who has it may edit what others wrote."""
    assert me(site, site.auth)["capabilities"]["edit_others_posts"]


def test_a_wrong_password_makes_a_visitor(site: Site) -> None:
    """WordPress does not refuse it: the posts answer, only the question who one is does not."""
    site.seed(1)
    wrong = (site.username, "wrong")
    assert 200 == get(site, "posts", auth=wrong).status_code
    assert 401 == get(site, "users/me", auth=wrong).status_code


def test_seeded_posts_are_listed(site: Site) -> None:
    """As many as asked for, with the fields that were said."""
    ids = site.seed(12, post_title="Loaf {n}", tags_input=["bread", "R&D", "oven {n}"])
    answered = get(site, "posts?per_page=100&orderby=id&order=asc&context=edit", auth=site.auth)
    listed = answered.json()
    assert "12" == answered.headers["X-WP-Total"]
    assert ids == [post["id"] for post in listed]
    assert "Loaf 12" == listed[-1]["title"]["raw"]
    assert [3] * 12 == [len(post["tags"]) for post in listed]


def test_an_administrators_markup_is_kept(site: Site) -> None:
    """What WordPress would clean away for others, and its slashes, arrive as they are."""
    content = r'<p>C:\new</p><iframe src="https://example.test/"></iframe>'
    [seeded] = site.seed(1, post_content=content)
    post = get(site, f"posts/{seeded}?context=edit", auth=site.auth).json()
    assert content == post["content"]["raw"]


def test_a_post_has_its_page(site: Site) -> None:
    """A visitor gets it at the address that the API names, without the API in it."""
    [seeded] = site.seed(1, post_title="Fresh rye", post_content="<p>Baked at four.</p>")
    link = get(site, f"posts/{seeded}").json()["link"]
    assert f"{site.url}/fresh-rye/" == link
    assert "<p>Baked at four.</p>" in site.page(link)


def test_a_user_has_the_rights_of_a_role(site: Site) -> None:
    """An editor may edit what others wrote, an author may not."""
    author, editor = site.user("author"), site.user("editor")
    assert ["author"] == me(site, author.auth)["roles"]
    assert "edit_others_posts" not in me(site, author.auth)["capabilities"]
    assert me(site, editor.auth)["capabilities"]["edit_others_posts"]


def test_a_reset_leaves_no_posts_and_tags(site: Site) -> None:
    """The next test begins where this one did."""
    site.seed(3, tags_input=["bread"])
    assert ["bread"] == [tag["slug"] for tag in get(site, "tags").json()]
    site.reset()
    assert [] == get(site, "posts").json()
    assert [] == get(site, "tags").json()


def test_php_runs_inside_the_site(site: Site) -> None:
    """As the administrator, with data handed over as they are."""
    data = {"name": 'O\'Neil \\ "Käse" 日本'}
    assert data["name"] == site.php("echo $data['name'];", data)
    assert "admin" == site.php("echo wp_get_current_user()->user_login;")


@pytest.mark.parametrize("code", ["throw new Exception('Burnt');", "wp_die('Burnt');"])
def test_php_that_dies_is_an_error(site: Site, code: str) -> None:
    """Even where PHP itself would say that all went well."""
    with pytest.raises(ServerError, match="Burnt"):
        site.php(code)


def test_a_must_use_plugin_is_a_file(site: Site) -> None:
    """It works from the next request on, also when it is changed."""
    plugin = site.folder / "wp-content/mu-plugins/bell.php"
    for written, rung in ((1_000_000_000, "ding"), (1_000_000_001, "dong")):
        plugin.write_text(f"<?php header('X-Bell: {rung}');", encoding="utf-8")
        os.utime(plugin, (written, written))  # PHP keeps no file that is younger than two seconds
        assert rung == get(site, "posts").headers["X-Bell"]
    plugin.unlink()
    assert "X-Bell" not in get(site, "posts").headers


def test_nothing_leaves_the_machine(site: Site) -> None:
    """WordPress asks nobody, and does nothing on its own."""
    asked = "$answer = wp_remote_get('http://example.test/'); echo $answer->get_error_code();"
    assert "http_request_not_executed" == site.php(asked)
    assert "1" == site.php("echo DISABLE_WP_CRON && AUTOMATIC_UPDATER_DISABLED;")


def test_a_site_can_be_down(site: Site) -> None:
    """For a while nobody answers, and then all is as before."""
    [seeded] = site.seed(1)
    with site.down(), pytest.raises(requests.ConnectionError):
        get(site, "posts")
    assert [seeded] == [post["id"] for post in get(site, "posts").json()]


def test_a_site_in_production_has_no_application_passwords(kind: str) -> None:
    """Over plain http, the right one makes a visitor as well."""
    with wordpress(kind, environment="production") as site:
        root = requests.get(f"{site.url}/wp-json/", timeout=60).json()
        assert [] == root["authentication"]
        assert 401 == get(site, "users/me", auth=site.auth).status_code


def test_a_site_may_have_plain_permalinks(kind: str) -> None:
    """The usual address of the API then answers with the front page, as if all were well."""
    with wordpress(kind, pretty=False) as site:
        [seeded] = site.seed(1)
        usual = requests.get(f"{site.url}/wp-json/wp/v2/posts", timeout=60)
        plain = requests.get(f"{site.url}/?rest_route=/wp/v2/posts", timeout=60)
        assert (200, "text/html; charset=UTF-8") == (
            usual.status_code,
            usual.headers["Content-Type"],
        )
        assert [f"{site.url}/?p={seeded}"] == [post["link"] for post in plain.json()]


def test_two_sites_share_nothing(site: Site, kind: str) -> None:
    """Each has its own posts and files, though both are copies of one."""
    site.seed(1)
    with wordpress(kind) as other:
        assert [] == get(other, "posts").json()
        (other.folder / "wp-content/mu-plugins/own.php").write_text("<?php", encoding="utf-8")
        assert not (site.folder / "wp-content/mu-plugins/own.php").exists()
    assert 1 == len(get(site, "posts").json())
