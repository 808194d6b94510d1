#pragma once

#include "lib/util.h"
