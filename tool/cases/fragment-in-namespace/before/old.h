#pragma once
namespace w{
#include "part.inc"
}
