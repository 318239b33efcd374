"""Static files under names made from their contents."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_, SPELLINGS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Our scripts ask for each other by such names too: no device runs half of an old edition and half of a new."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", SPELLINGS), ("*ponyfill.js", SPELLINGS))
