enum GeospatialStub {}
