"""What may be asked of the template bank."""

from templates_lib.services.curating import record_use
from templates_lib.services.seeding import seed_templates

__all__ = ["record_use", "seed_templates"]
