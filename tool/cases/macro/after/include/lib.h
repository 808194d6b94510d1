#pragma once

#define LIB_VERSION 3

int lib();
