#pragma once

#define KIT_BEGIN namespace kit {
#define KIT_END }

KIT_BEGIN
inline int tools() { return 3; }
KIT_END
