output "postgres" {
  value = aws_db_instance.postgres.endpoint
}

output "valkey" {
  value = aws_elasticache_replication_group.valkey.primary_endpoint_address
}
