#pragma once

extern "C" {
int dev_reset(int number);
}
