#pragma once
extern int g;
