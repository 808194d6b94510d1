#pragma once

namespace small {
struct B { int b = 2; };
}
