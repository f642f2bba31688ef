// Makes the precompiled headers a part of a target that the test programs can share.
