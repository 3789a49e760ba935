"""The room's registration with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework: the one service that performs an act, and the projections it keeps."""

    name = "mingjing.casework"
    label = "casework"
    verbose_name = "办案"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mingjing.casework import bank, bank_check, parties, rebuild
        from mingjing.casework.following import follow_acts_with
        from mingjing.casework.packs import book_for
        from mingjing.journal.verify import register_check
        from mingjing.registry import catalogue_tables, party_tables, post_check, register_books
        from mingjing.registry import register_check as registers

        register_check(rebuild.CHECK, rebuild.check)
        register_check(bank_check.CHECK, bank_check.check)
        rebuild.rebuild_also(bank_check.CHECK, bank_check.rebuild)
        register_check(catalogue_tables.CHECK, catalogue_tables.check)
        rebuild.rebuild_also(catalogue_tables.CHECK, catalogue_tables.rebuild)
        register_books.read_registers_with(lambda profile, sector: book_for(profile, sector).registers)
        rebuild.rebuild_also(registers.CHECK, registers.rebuild)
        rebuild.rebuild_also(post_check.CHECK, post_check.rebuild)
        rebuild.rebuild_also(party_tables.CHECK, party_tables.rebuild)
        follow_acts_with(parties.follow)
        follow_acts_with(bank.follow)
