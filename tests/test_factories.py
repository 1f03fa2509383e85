import pytest

from tests.factories import PUBLISHABLES, filled, make, published


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_what_the_factories_make_passes_the_models_own_checks(model: type) -> None:
    for thing in (make(model), published(model), filled(model, "word")):
        thing.full_clean(exclude=("image", "file"))
        thing.validate_constraints()
