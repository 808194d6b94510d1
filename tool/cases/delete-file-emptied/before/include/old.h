#pragma once

#include "new.h"
