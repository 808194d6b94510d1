#pragma once
static int shared_by_unit = 0;
inline int peek() { return shared_by_unit; }
