#pragma once
extern int gg;
int kk();
