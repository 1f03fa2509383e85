"""Countries and languages that every database starts with."""

from django.db import migrations

from resource_centre.vocabularies.codes import EUROPE, LANGUAGES


def add(apps, schema_editor):
    country = apps.get_model("vocabularies", "Country")
    language = apps.get_model("vocabularies", "Language")
    country.objects.bulk_create([country(code=code, in_europe=True) for code in EUROPE], ignore_conflicts=True)
    language.objects.bulk_create([language(code=code) for code in LANGUAGES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("vocabularies", "0001_vocabularies")]

    # Going back keeps the rows: others may point at them by then.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
