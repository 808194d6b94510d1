#pragma once

inline int two() { return 2; }
