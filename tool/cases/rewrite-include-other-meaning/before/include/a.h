#pragma once

inline int level() { return 0; }
