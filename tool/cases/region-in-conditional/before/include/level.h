#pragma once

#ifdef QUIET_LEVELS
#pragma warning(push)
#pragma warning(disable : 4251)
#endif

#pragma pack(push, 8)

enum Level { Low, High };

struct Meter {
  Level level;
};

#pragma pack(pop)

#ifdef QUIET_LEVELS
#pragma warning(pop)
#endif
