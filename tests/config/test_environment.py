"""What the environment may say, and how the start ends when it says anything else."""

import stat
import sys
from pathlib import Path

import pytest

from config.environment import ACCEPTED_VALUES, read_bind, read_environment
from tests.config.conftest import BASE, environment
from tests.support.processes import run_process


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ACCEPTED_VALUES:
        monkeypatch.delenv(name, raising=False)


def test_with_nothing_set_the_default_is_safe(tmp_path: Path) -> None:
    environment = read_environment(tmp_path)

    assert environment.debug is False
    assert len(environment.secret_key) >= 50
    assert set(environment.allowed_hosts) == {"localhost", "127.0.0.1", "[::1]"}
    assert environment.site_url == "http://localhost:8000"
    assert environment.shared_cache_seconds == 0
    assert environment.database["NAME"] == str(tmp_path / "var" / "relations.sqlite3")
    assert environment.cache["BACKEND"].endswith("LocMemCache")
    assert read_bind() == "127.0.0.1:8000"


def test_the_random_key_is_made_once_in_a_private_file(tmp_path: Path) -> None:
    first = read_environment(tmp_path).secret_key
    file = tmp_path / "var" / "secret_key"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]
    assert read_environment(tmp_path).secret_key == first


def test_a_key_file_others_can_read_is_closed(tmp_path: Path) -> None:
    read_environment(tmp_path)
    file = tmp_path / "var" / "secret_key"
    file.chmod(0o644)

    read_environment(tmp_path)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_emptied_key_file_stops_the_start(tmp_path: Path) -> None:
    read_environment(tmp_path)
    (tmp_path / "var" / "secret_key").write_text("")

    with pytest.raises(SystemExit, match="holds no whole key"):
        read_environment(tmp_path)


def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in the way")

    with pytest.raises(SystemExit, match="Set SECRET_KEY instead"):
        read_environment(tmp_path)


def test_sqlite_readers_never_wait_and_writers_queue(tmp_path: Path) -> None:
    options = read_environment(tmp_path).database["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert options["timeout"] == 20


def test_a_relative_sqlite_path_starts_at_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///other.sqlite3")
    assert read_environment(tmp_path).database["NAME"] == str(tmp_path / "other.sqlite3")

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/absolute.sqlite3")
    assert read_environment(tmp_path / "elsewhere" / "..").database["NAME"] == f"{tmp_path}/absolute.sqlite3"


def test_postgresql_keeps_and_checks_its_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DATABASE_URL", "postgres://ada:se%40cret@db.example.org:5433/relations?sslmode=require"
    )

    database = read_environment(tmp_path).database

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "relations")
    assert (database["USER"], database["PASSWORD"]) == ("ada", "se@cret")
    assert database["OPTIONS"] == {
        "sslmode": "require",
        "connect_timeout": 10,
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
    }
    assert database["CONN_MAX_AGE"] == 60
    assert database["CONN_HEALTH_CHECKS"] is True


def test_redis_has_a_prefix_and_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "redis://:secret@cache:6379/1")

    cache = read_environment(tmp_path).cache

    assert cache["LOCATION"] == "redis://:secret@cache:6379/1"
    assert cache["KEY_PREFIX"] == "relations"
    assert cache["OPTIONS"]["socket_timeout"] == 2
    assert cache["OPTIONS"]["retry"].get_retries() == 1


def test_without_a_mail_server_there_is_none(tmp_path: Path) -> None:
    assert read_environment(tmp_path).email is None


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, False, False)),
        ("submission://ada:se%40cret@mail.example.org", ("mail.example.org", 587, True, False)),
        ("smtp://mail.example.org:465?ssl=true", ("mail.example.org", 465, False, True)),
    ],
)
def test_a_mail_server_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, server: tuple[str, int, bool, bool]
) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    monkeypatch.setenv("SITE_URL", "https://relations.example.org")
    email = read_environment(tmp_path).email
    assert email
    assert tuple(email[f"EMAIL_{name}"] for name in ("HOST", "PORT", "USE_TLS", "USE_SSL")) == server
    assert email["EMAIL_HOST_PASSWORD"] == ("se@cret" if "ada" in given else None)
    assert (email["EMAIL_TIMEOUT"], email["DEFAULT_FROM_EMAIL"]) == (10, "relations@relations.example.org")


def test_letters_have_the_sender_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://mail?_default_from_email=editors@example.org")
    email = read_environment(tmp_path).email
    assert email
    assert email["DEFAULT_FROM_EMAIL"] == "editors@example.org"


@pytest.mark.parametrize(
    "given",
    ["smtp://mail?_default_from_email=nobody", "smtp://mail?_default_from_email=a@b.org%0aBcc:c@d.org"],
)
def test_a_sender_that_is_no_address_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", given)
    with pytest.raises(SystemExit, match="letters need a sender that is an address of mail"):
        read_environment(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "loaded"), [({}, False), ({"CACHE_URL": "redis://cache:6379/1"}, True)]
)
def test_only_a_site_with_redis_loads_its_driver(
    tmp_path: Path, variables: dict[str, str], loaded: bool
) -> None:
    code = "import sys, config.wsgi, relations.urls; print('redis' in sys.modules)"
    given = environment(tmp_path, **variables)
    ended = run_process([sys.executable, "-c", code], cwd=BASE, env=given)

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == str(loaded)


@pytest.mark.parametrize(
    ("given", "site_url", "host"),
    [
        ("https://example.org", "https://example.org", "example.org"),
        ("https://Example.org/", "https://example.org", "example.org"),
        ("http://example.org:8080", "http://example.org:8080", "example.org"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]"),
    ],
)
def test_the_host_of_site_url_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, site_url: str, host: str
) -> None:
    monkeypatch.setenv("SITE_URL", given)

    environment = read_environment(tmp_path)

    assert environment.site_url == site_url
    assert host in environment.allowed_hosts


def test_allowed_hosts_replaces_the_local_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org, .example.net")
    monkeypatch.setenv("SITE_URL", "https://reference.example.org")

    hosts = read_environment(tmp_path).allowed_hosts

    assert hosts == ["example.org", ".example.net", "reference.example.org"]


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("ON", True), ("false", False), ("0", False)]
)
def test_debug_is_on_only_when_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, value: bool
) -> None:
    monkeypatch.setenv("DEBUG", text)
    assert read_environment(tmp_path).debug is value


def test_the_server_listens_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104 (what an operator may write)
    assert read_bind() == "0.0.0.0:9000"

    monkeypatch.setenv("HOST", "::1")
    assert read_bind() == "[::1]:9000"


MALFORMED = [
    ("DEBUG", "maybe"),
    ("ALLOWED_HOSTS", "https://example.org"),
    ("ALLOWED_HOSTS", "example.org:8000"),
    ("ALLOWED_HOSTS", ","),
    ("DATABASE_URL", "relations.sqlite3"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("DATABASE_URL", "sqlite://var/relations.sqlite3"),
    ("DATABASE_URL", "sqlite:///no/such/folder/relations.sqlite3"),
    ("DATABASE_URL", "mysql://host/secret"),
    ("DATABASE_URL", "postgres://host:port/secret"),
    ("DATABASE_URL", "postgres://host/"),
    ("CACHE_URL", "memcached://secret"),
    ("CACHE_URL", "redis://"),
    ("CACHE_URL", "redis://secret:port/1"),
    ("CACHE_URL", "redis://secret/one"),
    ("EMAIL_URL", "mail.secret.org"),
    ("EMAIL_URL", "imap://secret"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://secret:0"),
    ("EMAIL_URL", "smtp://mail:secret"),
    ("EMAIL_URL", "smtp://mail?timeout=secret"),
    ("SITE_URL", "example.org"),
    ("SITE_URL", "ftp://example.org"),
    ("SITE_URL", "https://"),
    ("SITE_URL", "https://example.org/secret"),
    ("SITE_URL", "https://ada:secret@example.org"),
    ("SITE_URL", "https://example.org?secret"),
    ("SITE_URL", "https://exam ple.org"),
    ("SITE_URL", "https://*.example.org"),
    ("SITE_URL", "https://example.org:99999"),
    ("SHARED_CACHE_SECONDS", "-1"),
    ("SHARED_CACHE_SECONDS", "1.5"),
    ("SHARED_CACHE_SECONDS", "1 minute"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "http"),
]


@pytest.mark.parametrize(("name", "text"), MALFORMED)
def test_a_malformed_value_stops_the_start_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)

    with pytest.raises(SystemExit) as stopped:
        read_environment(tmp_path)

    assert stopped.value.code == f"{name} cannot be read. It takes {ACCEPTED_VALUES[name]}."
    assert "secret" not in str(stopped.value.code)


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ("n" * 64, "the name of its database has 64 bytes, and PostgreSQL reads 63"),
        ("%D0%B0" * 32, "the name of its database has 64 bytes, and PostgreSQL reads 63"),
        ("secret%00", "it contains a zero byte"),
        ("name?secret=1", "an option in it, or the value of one, is not known to PostgreSQL"),
        ("name?isolation_level=secret", "an option in it, or the value of one, is not known to PostgreSQL"),
        ("name?connect_timeout=secret", "an option in it, or the value of one, is not known to PostgreSQL"),
    ],
)
def test_a_database_that_no_connection_can_name_stops_the_start_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: str, reason: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://ada:secret@db.example.org/{rest}")

    with pytest.raises(SystemExit) as stopped:
        read_environment(tmp_path)

    assert stopped.value.code == f"DATABASE_URL cannot be used: {reason}."


@pytest.mark.parametrize(
    "rest", ["n" * 63, "%D0%B0" * 31, "name?sslmode=require&assume_role=ada&application_name=relations"]
)
def test_what_a_connection_can_be_made_with_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://ada:secret@db.example.org/{rest}")
    assert read_environment(tmp_path).database["HOST"] == "db.example.org"


@pytest.mark.parametrize("text", ["not a host", "*", "http://127.0.0.1", "127.0.0.1:80"])
def test_a_malformed_listening_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HOST", text)

    with pytest.raises(SystemExit, match=r"^HOST cannot be read\."):
        read_bind()


@pytest.mark.parametrize("name", sorted(set(ACCEPTED_VALUES) - {"HOST"}))
@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_value_is_not_unset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(name, text)

    with pytest.raises(SystemExit, match=f"^{name} is empty"):
        read_environment(tmp_path)
