"""Calendar feeds. The pinned zones are used from the first import on, as the application does when it starts."""

import zoneinfo

zoneinfo.reset_tzpath(())
