#pragma once
#include "quoted_only.h"
#include "inner.h"
