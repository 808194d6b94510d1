#pragma once

#include "pay/pay.h"
