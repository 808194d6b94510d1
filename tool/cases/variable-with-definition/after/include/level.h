#pragma once

namespace log {

extern int level;

} // namespace log
