#pragma once

#include "n.h"

namespace w{
#include "part.inc"
}
