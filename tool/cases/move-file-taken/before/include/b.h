#pragma once

inline int b() { return 0; }
