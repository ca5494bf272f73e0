terraform {
  required_version = ">= 1.6"
  required_providers {
    aws        = { source = "hashicorp/aws", version = "~> 5.80" }
    helm       = { source = "hashicorp/helm", version = "~> 2.16" }
    kubernetes = { source = "hashicorp/kubernetes", version = "~> 2.34" }
    random     = { source = "hashicorp/random", version = "~> 3.6" }
  }
}

provider "aws" {
  region = var.region
}

data "aws_eks_cluster" "this" {
  name = var.cluster_name
}

data "aws_eks_cluster_auth" "this" {
  name = var.cluster_name
}

provider "kubernetes" {
  host                   = data.aws_eks_cluster.this.endpoint
  cluster_ca_certificate = base64decode(data.aws_eks_cluster.this.certificate_authority[0].data)
  token                  = data.aws_eks_cluster_auth.this.token
}

provider "helm" {
  kubernetes {
    host                   = data.aws_eks_cluster.this.endpoint
    cluster_ca_certificate = base64decode(data.aws_eks_cluster.this.certificate_authority[0].data)
    token                  = data.aws_eks_cluster_auth.this.token
  }
}

# Letters and digits alone: they stand in addresses.
resource "random_password" "postgres" {
  length  = 40
  special = false
}

resource "random_password" "valkey" {
  length  = 40
  special = false
}

resource "aws_security_group" "engines" {
  name_prefix = "headgate-engines-"
  vpc_id      = var.vpc_id

  ingress {
    description     = "PostgreSQL"
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [var.node_security_group_id]
  }

  ingress {
    description     = "Valkey"
    from_port       = 6379
    to_port         = 6379
    protocol        = "tcp"
    security_groups = [var.node_security_group_id]
  }
}

resource "aws_db_subnet_group" "this" {
  name_prefix = "headgate-"
  subnet_ids  = var.subnet_ids
}

resource "aws_db_instance" "postgres" {
  identifier_prefix         = "headgate-"
  engine                    = "postgres"
  engine_version            = "16"
  instance_class            = "db.t4g.medium"
  allocated_storage         = 50
  storage_encrypted         = true
  multi_az                  = true
  db_name                   = "headgate"
  username                  = "headgate"
  password                  = random_password.postgres.result
  db_subnet_group_name      = aws_db_subnet_group.this.name
  vpc_security_group_ids    = [aws_security_group.engines.id]
  backup_retention_period   = 14
  deletion_protection       = true
  final_snapshot_identifier = "headgate-final"
}

resource "aws_elasticache_subnet_group" "this" {
  name       = "headgate"
  subnet_ids = var.subnet_ids
}

# Nothing is thrown away for room: budgets rest on it.
resource "aws_elasticache_parameter_group" "this" {
  name   = "headgate"
  family = "valkey8"

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }
}

resource "aws_elasticache_replication_group" "valkey" {
  replication_group_id       = "headgate"
  description                = "Headgate's budgets, limits and kept answers"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = "cache.t4g.medium"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = random_password.valkey.result
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.engines.id]
}

resource "kubernetes_namespace" "headgate" {
  metadata {
    name = "headgate"
  }
}

resource "kubernetes_secret" "headgate" {
  metadata {
    name      = "headgate"
    namespace = kubernetes_namespace.headgate.metadata[0].name
  }

  data = {
    HEADGATE_ADMIN_KEY  = var.admin_key
    POSTGRES_URL        = "postgres://headgate:${random_password.postgres.result}@${aws_db_instance.postgres.endpoint}/headgate?sslmode=verify-full"
    VALKEY_URL          = "rediss://:${random_password.valkey.result}@${aws_elasticache_replication_group.valkey.primary_endpoint_address}:6379"
    CLICKHOUSE_URL      = var.clickhouse_url
    CLICKHOUSE_PASSWORD = var.clickhouse_password
    OPENAI_API_KEY      = var.openai_api_key
  }
}

# https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem, fetched by you and looked at.
resource "kubernetes_config_map" "ca" {
  metadata {
    name      = "headgate-ca"
    namespace = kubernetes_namespace.headgate.metadata[0].name
  }

  data = {
    "ca.pem" = file(var.rds_ca_file)
  }
}

resource "helm_release" "headgate" {
  name      = "headgate"
  namespace = kubernetes_namespace.headgate.metadata[0].name
  chart     = "${path.module}/../../helm/headgate"

  values = [yamlencode({
    replicas    = var.replicas
    secretName  = kubernetes_secret.headgate.metadata[0].name
    caConfigMap = kubernetes_config_map.ca.metadata[0].name
    image       = { repository = var.image_repository, tag = var.image_tag }
  })]
}
