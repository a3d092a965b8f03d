"""The recipe of the Spanish pipeline `es_geopol`: data, configurations, training, measuring."""
