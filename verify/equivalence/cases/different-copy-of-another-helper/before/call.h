#pragma once
inline int call() { return HELPER(); }
