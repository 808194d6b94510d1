#pragma once

inline int more() { return 5; }
