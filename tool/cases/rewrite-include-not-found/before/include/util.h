#pragma once

inline int util() { return 0; }
