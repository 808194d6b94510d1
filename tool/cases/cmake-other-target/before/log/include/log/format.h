#pragma once

namespace log {
int format(int value);
}
