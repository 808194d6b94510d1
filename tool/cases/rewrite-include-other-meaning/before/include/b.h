#pragma once

inline int level() { return 1; }
