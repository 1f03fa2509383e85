from tests.english import _in_english  # noqa: F401 - an autouse fixture
